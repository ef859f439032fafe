"""A mail server that accepts everything and keeps nothing."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP


class Nothing:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"


async def serve(port):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Nothing()), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
