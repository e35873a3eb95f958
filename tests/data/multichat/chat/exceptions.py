class ClientError(Exception):
    """Something that the client is to be told."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code
