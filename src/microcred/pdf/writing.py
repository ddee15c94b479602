"""Certificates as PDF with the credential inside: a credential is embedded in a finished PDF.

ISO 32000-2 §7.11.4 and §14.13, as an incremental update: the page stays as it was. For PDFs of one's own;
the general library behind it has no limits (`microcred.pdf` reads those of others). It takes long to load,
so this module is imported on its own.
"""

import io

from pyhanko.pdf_utils import embed as embedding
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError

from microcred.errors import Malformed, NotWritable
from microcred.pdf.attachments import embedded

NAME = "credential.json"


def embed(pdf: bytes, credential: bytes, *, name: str = NAME) -> bytes:
    """The PDF with the credential as the file it was made from.

    Raises NotWritable if it embeds a file already, for which of them would be read is the reader's choice;
    Malformed, TooLarge and Unsupported for a PDF that cannot be added to.
    """
    if embedded(pdf):
        raise NotWritable("The PDF embeds a file already. Begin with one that does not.")
    try:
        update = IncrementalPdfFileWriter(io.BytesIO(pdf))
        content = embedding.EmbeddedFileObject.from_file_data(update, data=credential, compress=True)
        source = pdf_name("/Source")
        file = embedding.FileSpec(name, file_name=name, embedded_data=content, af_relationship=source)
        embedding.embed_file(update, file)
        written = io.BytesIO()
        update.write(written)  # type: ignore[no-untyped-call]
    except (PdfError, KeyError, TypeError, ValueError) as error:
        raise Malformed(f"Nothing can be embedded in this PDF: {error}") from error
    return written.getvalue()
