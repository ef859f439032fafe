from io import BytesIO
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase
from PIL import Image

from common.attachments import LARGEST_UPLOAD, accept


def drawn(kind, size=(64, 48), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def take(name, data):
    return accept(SimpleUploadedFile(name, data))


class AcceptTestCase(SimpleTestCase):
    def refuse(self, name, data, sentence):
        with self.assertRaisesMessage(ValidationError, sentence):
            take(name, data)

    def test_it_takes_the_kinds_that_phones_make(self):
        for name, data, kind in (
            ("a.jpg", drawn("JPEG"), "image/jpeg"),
            ("a.png", drawn("PNG"), "image/jpeg"),
            ("a.webp", drawn("WEBP"), "image/jpeg"),
            ("a.heic", drawn("HEIF"), "image/jpeg"),
            ("clear.png", drawn("PNG", mode="RGBA"), "image/png"),
            ("cmyk.jpg", drawn("JPEG", mode="CMYK"), "image/jpeg"),
        ):
            with self.subTest(name):
                fields = take(name, data)
                self.assertEqual((fields["content_type"], fields["width"], fields["height"]), (kind, 64, 48))

    def test_it_draws_images_anew_without_what_they_tell(self):
        exif = Image.Exif()
        exif[0x010E] = "secret description"
        exif.get_ifd(0x8825)[1] = "N"
        data = drawn("JPEG", exif=exif) + b"<script>hidden</script>"

        stored = take("a.jpg", data)["file"].read()

        for secret in (b"secret", b"Exif", b"<script>"):
            self.assertNotIn(secret, stored)

    def test_it_turns_the_picture_as_it_was_held(self):
        exif = Image.Exif()
        exif[0x0112] = 6

        fields = take("a.jpg", drawn("JPEG", exif=exif))

        self.assertEqual((fields["width"], fields["height"]), (48, 64))

    def test_it_makes_large_pictures_smaller(self):
        self.assertEqual(take("a.jpg", drawn("JPEG", (4000, 3000)))["width"], 2048)

    def test_it_takes_documents_that_are_what_they_say(self):
        book = BytesIO()
        with ZipFile(book, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.xml", "<workbook/>")

        self.assertEqual(take("list.xlsx", book.getvalue())["size"], len(book.getvalue()))
        self.assertEqual(take("plan.PDF", b"%PDF-1.7\n")["content_type"], "application/pdf")
        self.refuse("list.docx", book.getvalue(), "not the kind of file")

    def test_it_refuses_the_rest(self):
        for name in ("setup.exe", "setup.jpg", "setup", ".jpg", "a.gif", "a.svg", "a.zip"):
            with self.subTest(name):
                self.refuse(name, b"MZ\x90\x00" + bytes(100), "neither an image")
        self.refuse("a.gif", drawn("GIF"), "neither an image")
        self.refuse("half.jpg", drawn("JPEG", (800, 600))[:900], "neither an image")
        self.refuse("big.jpg", bytes(LARGEST_UPLOAD + 1), "is larger than 25 MB")
        self.refuse("empty.jpg", b"", "is empty")

    def test_it_counts_pixels_before_it_unpacks_them(self):
        self.refuse("large.png", drawn("PNG", (7000, 6000), "1"), "more than 40 million pixels")
        self.refuse("bomb.png", drawn("PNG", (20_000, 20_000), "1"), "more than 40 million pixels")

    def test_names_are_kept_short_and_plain_and_say_what_is_stored(self):
        for given, kept in (
            ("..\\..\\windows\\a.png", "a.jpg"),
            ("a\u202egnp.exe.png", "agnp.exe.jpg"),
            ("图" * 300 + ".png", "图" * 180 + "图" * 16 + ".jpg"),
        ):
            with self.subTest(given[:20]):
                self.assertEqual(take(given, drawn("PNG"))["name"], kept)
