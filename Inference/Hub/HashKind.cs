namespace Hunyuan3D.Inference.Hub;

/// <summary>How a file's content is named by its publisher.</summary>
public enum HashKind
{
    /// <summary>SHA-256 of the bytes: files in LFS.</summary>
    Sha256,

    /// <summary>SHA-1 of git's header and the bytes: files in git itself.</summary>
    GitBlob,

    /// <summary>MD5 of the bytes: a few publishers of single files give no other.</summary>
    Md5,
}
