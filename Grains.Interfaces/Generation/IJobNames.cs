namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>Names jobs before the cluster knows them, which is what makes a submission repeatable.</summary>
public interface IJobNames
{
    /// <summary>Unique, and in order of time: 32 characters of <c>0-9 a-f</c>.</summary>
    string New();
}
