#!/usr/bin/env bash
# The course on The Littlest JupyterHub, for a class of 30. Run as root, after TLJH is installed.
# COURSE is what pip installs: a checkout of the course, the address of its repository, or a wheel.
set -euo pipefail
COURSE=${1:?"usage: tljh.sh COURSE"}
USERS=${TLJH_USER_ENV:-/opt/tljh/user} # the environment of every learner's server and kernels

case $COURSE in
*://*) COURSE=git+${COURSE#git+} ;;
*) [ ! -e "$COURSE" ] || COURSE=$(realpath "$COURSE") ;;
esac
"$USERS/bin/python" -m pip install "$COURSE" nbgitpuller

# The quick messages of `coursekit start`, for everybody.
"$USERS/bin/python" -m coursekit.page.quick

# The kernel of a tab that was closed is ended after 20 minutes, one with its tab open never.
cat >"$USERS/etc/jupyter/jupyter_server_config.d/coursekit-kernels.json" <<'END'
{"MappingKernelManager": {"cull_idle_timeout": 1200, "cull_interval": 120, "cull_connected": false}}
END

# Three lessons side by side, or one with all of MNIST, fit into this.
tljh-config set limits.memory 1G
tljh-config set limits.cpu 2

# A server that nobody has used for half an hour is stopped; what was saved is kept.
tljh-config set services.cull.enabled true
tljh-config set services.cull.timeout 1800
tljh-config set services.cull.every 300
tljh-config set user_environment.default_app jupyterlab
tljh-config reload
