namespace Minima.Cli.Tests.Compare;

/// <summary>A whole run of the command inside the test process.</summary>
internal sealed record CompareRun(int Code, string Output, string Error)
{
    public static async Task<CompareRun> Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["compare", .. arguments], output, error);
        return new CompareRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The line of the table that starts with this word.</summary>
    public string Line(string start) => Output.Split('\n').First(line => line.StartsWith(start + " ", StringComparison.Ordinal));
}
