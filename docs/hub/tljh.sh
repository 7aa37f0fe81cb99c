#!/usr/bin/env bash
# The course on The Littlest JupyterHub, for a class of 30. Run as root, after TLJH is installed.
# COURSE is a checkout of the course that all learners may read, or the address of its repository.
set -euo pipefail
COURSE=${1:?"usage: tljh.sh COURSE"}

# What every learner's server and kernel run in.
/opt/tljh/user/bin/python -m pip install "coursekit[lab] @ ${COURSE}" nbgitpuller

# The quick messages of `make lab`, for everybody.
/opt/tljh/user/bin/python -m coursekit.quick

# A notebook with all of MNIST takes about 550 MB; two kernels side by side fit into this.
tljh-config set limits.memory 1G
tljh-config set limits.cpu 2

# A server that nobody has used for half an hour is stopped; what was saved is kept.
tljh-config set services.cull.enabled true
tljh-config set services.cull.timeout 1800
tljh-config set services.cull.every 300
tljh-config set user_environment.default_app jupyterlab
tljh-config reload
