using Xunit;

namespace Minima.Distributed.Tests;

/// <summary>The lines with mpirun in the help of the command run as they are written; those without it run in Minima.Cli.Tests.</summary>
public sealed class HelpExamplesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-examples-").FullName;

    [Fact]
    public void TheExamplesOfHelpRun()
    {
        Rows.Write(_folder, 60, name: "DATA.csv");

        // The one of `resume` goes on with the run that the one of `train` has left.
        Assert.Equal([1, 1], [.. new[] { "train", "resume" }.Select(RunExamples)]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Runs the examples with mpirun in the help of a command.</summary>
    /// <returns>How many there are.</returns>
    private int RunExamples(string command)
    {
        var help = Launched.Run(0, "dotnet", Launched.Minima, command, "--help");

        // A description that is wrapped may have a line that begins with the word.
        string[] examples = [.. help.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("mpirun -n ", StringComparison.Ordinal))];
        foreach (var example in examples)
        {
            Launched.Run(0, "bash", "--noprofile", "--norc", "-c", $$"""
                cd '{{_folder}}'
                mpirun() { command mpirun --allow-run-as-root --oversubscribe "$@"; }
                {{example.Replace(" minima ", $" dotnet '{Launched.Minima}' ", StringComparison.Ordinal)}}
                """);
        }

        return examples.Length;
    }
}
