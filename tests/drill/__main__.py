"""python -m tests.drill [NAME …] [--short] [--database sqlite|postgres]"""

import sys

from tests.drill.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
