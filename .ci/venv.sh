#!/bin/sh
# Make the virtual environment $2 with the Python $1, or say in one line what is missing.
set -eu
python=$1 venv=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "talkcoach needs Python 3.11 or newer; name one with: make demo PYTHON=/path/to/python3.11" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then    # Debian ships venv apart from Python
    sh "$(dirname "$0")/apt.sh" python3-venv
fi
exec "$python" -m venv "$venv"
