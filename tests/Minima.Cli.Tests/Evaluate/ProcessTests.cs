using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>The command as other programs meet it: a process with pipes.</summary>
public sealed class ProcessTests
{
    private const string Line = "{\"id\": \"中\", \"loss\": \"huber\", \"params\": {\"delta\": 0.5}, \"inputs\": {\"prediction\": [1.25], \"target\": [1]}}";
    [Fact]
    public async Task AnAnswerComesBeforeTheNextRequest()
    {
        using var process = Start();
        for (var i = 1; i <= 3; i++)
        {
            await process.StandardInput.WriteAsync(Line + "\n");
            await process.StandardInput.FlushAsync();
            var answer = JsonElement.Parse((await process.StandardOutput.ReadLineAsync().WaitAsync(CliProcess.Patience))!);
            Assert.Equal(i, answer.GetProperty("line").GetInt32());
            Assert.Equal("中", answer.GetProperty("id").GetString());
            Assert.Equal(0.03125, answer.GetProperty("value").GetDouble());
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(CliProcess.Patience);
        Assert.Equal(ExitCode.Ok, process.ExitCode);
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task InterruptEndsCleanly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = Start();
        await process.StandardInput.WriteAsync(Line + "\n");
        await process.StandardInput.FlushAsync();
        await process.StandardOutput.ReadLineAsync().WaitAsync(CliProcess.Patience);
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(CliProcess.Patience);
        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Equal("minima: cancelled.", (await process.StandardError.ReadToEndAsync()).Trim());
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
    }

    private static Process Start()
    {
        var start = CliProcess.Command("evaluate");
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        start.StandardOutputEncoding = Encoding.UTF8;
        start.Environment["LANG"] = "de_DE.UTF-8";
        start.Environment["LC_ALL"] = "de_DE.UTF-8";
        return Process.Start(start)!;
    }
}
