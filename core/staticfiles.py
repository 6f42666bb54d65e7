from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash, also inside of JavaScript modules and style sheets that import each other."""

    support_js_module_import_aggregation = True
