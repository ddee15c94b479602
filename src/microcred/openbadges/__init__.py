"""Open Badges 3.0 and the Comprehensive Learner Record 2.0: written, read and checked.

1EdTech Open Badges 3.0 (https://www.imsglobal.org/spec/ob/v3p0) on W3C VC-DM 2.0, read also on 1.1.
"""

from microcred.openbadges.context import CONTEXT, CONTEXT_URL, VOCABULARY, context_file
from microcred.openbadges.parsing import parse
from microcred.openbadges.writing import write

__all__ = ["CONTEXT", "CONTEXT_URL", "VOCABULARY", "context_file", "parse", "write"]
