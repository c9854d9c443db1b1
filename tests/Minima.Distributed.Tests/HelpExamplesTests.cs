using Xunit;

namespace Minima.Distributed.Tests;

/// <summary>The lines with mpirun in the help of the command run as they are written; those without it run in Minima.Cli.Tests.</summary>
public sealed class HelpExamplesTests
{
    [Fact]
    public void TheExamplesOfHelpRun()
    {
        var folder = Directory.CreateTempSubdirectory("minima-");
        try
        {
            var rows = Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{(i * 7) % 23},{((i * 7) % 23) + ((i * 5) % 7)}.5"));
            File.WriteAllLines(Path.Combine(folder.FullName, "DATA.csv"), ["x,y", .. rows]);

            // The one of `resume` goes on with the run that the one of `train` has left.
            Assert.Equal([1, 1], [.. new[] { "train", "resume" }.Select(Examples)]);

            int Examples(string command)
            {
                var examples = Launched.Run(0, "dotnet", Launched.Minima, command, "--help").Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("mpirun ", StringComparison.Ordinal)).ToArray();
                foreach (var example in examples)
                {
                    Launched.Run(0, "bash", "--noprofile", "--norc", "-c", $$"""
                        cd '{{folder.FullName}}'
                        mpirun() { command mpirun --allow-run-as-root --oversubscribe "$@"; }
                        {{example.Replace(" minima ", $" dotnet '{Launched.Minima}' ", StringComparison.Ordinal)}}
                        """);
                }

                return examples.Length;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
