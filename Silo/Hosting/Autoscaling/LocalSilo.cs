using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>
/// A silo process of this machine with its file. The file is also its leash: while somebody looks after the process the file is touched, and a process
/// whose file is not touched any more drains itself, so none outlives those who started it.
/// </summary>
internal sealed partial class LocalSilo : IDisposable
{
    private const int Terminate = 15;

    /// <summary>Start times are reckoned from the machine's own start, which every process sees a little differently.</summary>
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(2);

    private readonly string _file;
    private readonly Process _process;

    private LocalSilo(string file, Process process, LocalSiloRecord record) => (_file, _process, Record) = (file, process, record);

    public LocalSiloRecord Record { get; private set; }

    public int ProcessId => Record.Process;

    public bool HasExited => _process.HasExited;

    /// <summary>Null: not known, for a process that was adopted.</summary>
    public int? ExitCode
    {
        get
        {
            try
            {
                return _process.ExitCode;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <param name="file">Made first, so that the process finds it.</param>
    /// <param name="told">Gets what the process prints.</param>
    public static LocalSilo Start(string file, ProcessStartInfo start, int port, bool spot, DateTimeOffset now, Action<string> told)
    {
        var record = new LocalSiloRecord(0, 0, port, spot, now);
        Write(file, record);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Tell(e.Data);
        process.ErrorDataReceived += (_, e) => Tell(e.Data);
        try
        {
            process.Start();
        }
        catch
        {
            process.Dispose();
            File.Delete(file);
            throw;
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var silo = new LocalSilo(file, process, record with { Process = process.Id, ProcessStarted = StartOf(process) });
        silo.Touch();
        return silo;

        void Tell(string? line)
        {
            if (!string.IsNullOrEmpty(line))
                told(line);
        }
    }

    /// <summary>The process that a file names; null: it is gone, and so is the file.</summary>
    public static LocalSilo? Adopt(string file)
    {
        LocalSiloRecord? record = null;
        try
        {
            record = JsonSerializer.Deserialize(File.ReadAllBytes(file), HostingJson.Default.LocalSiloRecord);
            if (record is { Process: > 0 })
            {
                var process = Process.GetProcessById(record.Process);
                if (Math.Abs(StartOf(process) - record.ProcessStarted) < SameStart.Ticks)
                    return new LocalSilo(file, process, record);
                process.Dispose();
            }
        }
        catch (Exception e) when (e is IOException or JsonException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            // Half a file, or no such process any more.
        }

        // One whose start was cut off has no process id; should the process exist nevertheless, it ends when it misses its file.
        File.Delete(file);
        return null;
    }

    /// <summary>Tells the process that it is looked after.</summary>
    public void Touch() => Write(_file, Record);

    /// <summary>SIGTERM: it drains.</summary>
    public void Stop(DateTimeOffset now)
    {
        if (Record.Stopping is null)
        {
            Record = Record with { Stopping = now };
            Touch();
        }

        // It may have ended in this moment.
        _ = Signal(ProcessId, Terminate);
    }

    public void Kill() => _process.Kill();

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Forgets the process; its file goes only when the process has.</summary>
    public void Dispose()
    {
        if (HasExited)
            File.Delete(_file);
        _process.Dispose();
    }

    /// <summary>0: it has ended already.</summary>
    private static long StartOf(Process process)
    {
        try
        {
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private static void Write(string file, LocalSiloRecord record)
    {
        var temporary = file + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(record, HostingJson.Default.LocalSiloRecord));
        File.Move(temporary, file, overwrite: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
