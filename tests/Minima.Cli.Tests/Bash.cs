using System.Diagnostics;

namespace Minima.Cli.Tests;

/// <summary>Runs lines of bash in which <c>minima</c> is the program just built.</summary>
internal static class Bash
{
    /// <summary>Exit code, output and error of a script in a folder.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string folder, string script)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-c", $"minima() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll")}' \"$@\"; }}\n{script}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(CliProcess.Patience);
        return (process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
