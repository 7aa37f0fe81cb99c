"""What a teacher runs: grading a folder of handed-in notebooks. No lesson needs it."""
