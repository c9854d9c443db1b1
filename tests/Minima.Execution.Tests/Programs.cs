using System.Diagnostics;

namespace Minima.Execution.Tests;

/// <summary>Programs that execute what the writers wrote.</summary>
internal static class Programs
{
    public static Task<string> PythonAsync(params string[] arguments) => RunAsync(
        "MINIMA_PYTHON", "python3", "needs numpy, scipy and sqlglot (Debian: apt-get install python3-numpy python3-scipy python3-sqlglot, and MINIMA_PYTHON=/usr/bin/python3 where another python3 comes first)", arguments);

    public static Task<string> NodeAsync(params string[] arguments) => RunAsync("MINIMA_NODE", "node", "is Node.js 18 or later (Debian: apt-get install nodejs)", arguments);

    private static async Task<string> RunAsync(string variable, string ordinary, string needs, params string[] arguments)
    {
        var program = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : ordinary;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"'{program}' {needs}. It said: {await error}");
    }
}
