"""Uploads that are refused while they arrive, not after."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

PATIENCE = 4
"""A request up to so many times the largest file is received to its end, so that the browser shows our answer."""


class RefusingHandler(FileUploadHandler):
    """Stops an upload beyond the largest file that any page takes; nothing of it is kept.

    The page then finds no file, and `request.upload_was_too_large`.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.is_hopeless = content_length > settings.MAX_IMPORT_BYTES * PATIENCE

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.received = 0
        if self.is_hopeless:
            self._refuse(connection_reset=True)

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > settings.MAX_IMPORT_BYTES:
            self._refuse(connection_reset=False)
        return raw_data

    def file_complete(self, file_size):
        return None

    def _refuse(self, *, connection_reset: bool) -> None:
        if self.request is not None:
            self.request.upload_was_too_large = True  # type: ignore[attr-defined]
        raise StopUpload(connection_reset=connection_reset)
