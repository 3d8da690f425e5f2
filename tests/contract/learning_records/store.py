"""Runs Ralph in its own environment, on the port given: `python store.py 8001`.

Its file system backend takes one file for the whole store, but refuses to write to a file that exists (ralph-malph 5.1.0), so
that a second request always fails. Told to append, it keeps everything; the rest is as it comes.
"""

import sys

import uvicorn
from ralph.api import app
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend

if __name__ == "__main__":
    FSLRSBackend.default_operation_type = BaseOperationType.APPEND
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
