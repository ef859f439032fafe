"""Files that people attach: checked, images drawn anew, named at random, served only by a view that asks who may."""

import hashlib
import uuid
import warnings
import zipfile
from io import BytesIO

import pillow_heif
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

pillow_heif.register_heif_opener()

MOST_FILES = 20
LARGEST_UPLOAD = 25 * 1024 * 1024  # bytes
LARGEST_IMAGE = 40_000_000  # pixels
LONGEST_SIDE = 2048  # pixels of the stored image
IMAGE_FORMATS = {"JPEG", "PNG", "WEBP", "HEIF"}
DOCUMENTS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def storage_name(instance, filename):
    """A random name that holds nothing the uploader typed."""
    return f"{instance._meta.model_name}/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """A stored file. `sha256` is the digest of the bytes that were uploaded, before an image was drawn anew."""

    file = models.FileField(upload_to=storage_name)
    name = models.CharField(gettext_lazy("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def is_image(self):
        return self.content_type.startswith("image/")


class FilesInput(forms.FileInput):
    """The browser's own input for several files; static/js/uploads.js shows what was chosen."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        kinds = ",".join(["image/*", ".heic", ".heif", *DOCUMENTS])
        super().__init__({"multiple": True, "accept": kinds, "data-max-bytes": LARGEST_UPLOAD} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Several files at once, each through `accept`; the clean value is a list of its results."""

    widget = FilesInput

    def __init__(self, *args, images_only=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.images_only = images_only

    def clean(self, uploads, initial=None):
        uploads = uploads or []
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("At most %(limit)d files at once.") % {"limit": MOST_FILES})
        accepted, errors = [], []
        for upload in uploads:
            try:
                accepted.append(accept(upload, images_only=self.images_only))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError([*errors, _("Please choose all files again: a browser does not keep them.")])
        return accepted


def accept(upload, images_only=False):
    """The fields of an Attachment for an uploaded file.

    Takes JPEG, PNG, WebP and HEIC images up to 40 million pixels and PDF, DOCX and XLSX files, all up to 25 MB.
    Images come back as JPEG or PNG without any metadata, no side longer than 2048 px. Raises ValidationError.
    """
    name = safe_name(upload.name)
    if upload.size > LARGEST_UPLOAD:
        limit = LARGEST_UPLOAD // 1024 // 1024
        raise ValidationError(_("“%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": limit})
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name})
    data = upload.read()
    fields = {"name": name, "sha256": hashlib.sha256(data).hexdigest()}
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix in DOCUMENTS and images_only:
        raise ValidationError(_("“%(name)s” is not an image (JPEG, PNG, WebP, HEIC).") % {"name": name})
    if suffix in DOCUMENTS:
        if not looks_like(suffix, data):
            raise ValidationError(_("“%(name)s” is not the kind of file that its name says.") % {"name": name})
        return fields | {"file": ContentFile(data, name), "size": len(data), "content_type": DOCUMENTS[suffix]}
    return fields | draw_anew(name, data)


def safe_name(name):
    """The uploader's file name without control characters and folders, at most 200 characters."""
    name = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()).strip(". ") or "file"
    return name if len(name) <= 200 else name[:180] + name[-20:]


def looks_like(suffix, data):
    if suffix == ".pdf":
        return data.startswith(b"%PDF-")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError):
        return False
    return "[Content_Types].xml" in names and OFFICE_PARTS[suffix] in names


def draw_anew(name, data):
    """Open an image and paint it on a fresh canvas: no GPS position, comment or hidden second file survives."""
    refused = ValidationError(
        _("“%(name)s” is neither an image (JPEG, PNG, WebP, HEIC) nor a PDF, Word or Excel file.") % {"name": name}
    )
    too_large = ValidationError(_("“%(name)s” has more than 40 million pixels.") % {"name": name})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data))
            if image.format not in IMAGE_FORMATS:
                raise refused
            if image.width * image.height > LARGEST_IMAGE:
                raise too_large
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image = ImageOps.exif_transpose(image)
            transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            image = image.convert("RGBA" if transparent else "RGB")
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except Exception as error:  # a decoder may raise anything on a broken file
        raise refused from error
    canvas = Image.new(image.mode, image.size)
    canvas.paste(image)
    out = BytesIO()
    if transparent:
        canvas.save(out, "PNG", optimize=True)
    else:
        canvas.save(out, "JPEG", quality=85)
    return {
        "name": f"{name[: name.rfind('.')] if '.' in name else name}.{'png' if transparent else 'jpg'}",
        "file": ContentFile(out.getvalue(), name),
        "size": out.tell(),
        "content_type": "image/png" if transparent else "image/jpeg",
        "width": canvas.width,
        "height": canvas.height,
    }


def serve(request, attachment):
    """The stored bytes. Images drawn by us may show in the page; everything else is a download."""
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError:  # the database was restored without its files
        raise Http404 from None
    response = FileResponse(
        file,
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
