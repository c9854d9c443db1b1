using System.Text.Json.Nodes;
using Minima.Cli.Terminal;

namespace Minima.Cli.Tests.Train;

/// <summary>A whole run of a command inside the test process.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    /// <summary>The output as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Output)!;

    public string[] Lines => Output.ReplaceLineEndings("\n").TrimEnd().Split('\n');

    public static async Task<CliRun> Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>A run that has to end well.</summary>
    public static async Task<CliRun> Good(params string[] arguments)
    {
        var run = await Of(arguments);
        return run.Code == ExitCode.Ok ? run : throw new InvalidOperationException($"minima {string.Join(' ', arguments)} ended with {run.Code}: {run.Error}");
    }
}
