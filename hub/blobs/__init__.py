"""Files: attachments and recordings, behind one port so that a directory or an object store may keep them."""

from hub.blobs.directory import DirectoryStorage
from hub.blobs.port import BlobInfo, BlobNotFound, BlobStorage, BlobTooLarge, Stored
from hub.blobs.store import Blobs, add_reference, drop_references, plain_name

__all__ = [
    "BlobInfo",
    "BlobNotFound",
    "BlobStorage",
    "BlobTooLarge",
    "Blobs",
    "DirectoryStorage",
    "Stored",
    "add_reference",
    "drop_references",
    "plain_name",
]
