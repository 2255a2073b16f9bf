namespace Hunyuan3D.Inference.Onnx;

/// <summary>Element types, numbered as ONNX's TensorProto.DataType.</summary>
internal enum OnnxType
{
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
}
