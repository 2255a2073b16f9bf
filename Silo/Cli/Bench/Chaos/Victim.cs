namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>What a process is for.</summary>
internal enum Victim
{
    Gpu = 0,

    Gateway = 1,

    /// <summary>Jobs and the queue; without a Redis of its own also the store.</summary>
    Control = 2,

    Redis = 3,
}
