namespace Hunyuan3D.Hosting.Requests;

/// <summary>What kind of value a request field holds.</summary>
internal enum FieldKind
{
    Text = 0,

    /// <summary>A whole number.</summary>
    Whole = 1,

    /// <summary>A finite number.</summary>
    Real = 2,

    Boolean = 3,
}
