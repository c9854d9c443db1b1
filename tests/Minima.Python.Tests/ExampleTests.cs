using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>examples/evaluate.py, as a reader would run it.</summary>
public sealed partial class ExampleTests
{
    [Fact]
    public async Task Prints_the_loss_and_its_gradient_for_three_deltas()
    {
        Environment.SetEnvironmentVariable("MINIMA", string.Join(' ', Python.Minima.Select(w => $"'{w}'")));
        var output = await Python.RunAsync(Path.Combine("examples", "evaluate.py"));
        var numbers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Number().Matches(line).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();

        // delta; mean of 0.5 0.2^2 and delta (3 - 0.5 delta); half of 0.2 and of delta.
        Assert.Equal(3, numbers.Length);
        foreach (var (line, delta) in numbers.Zip([0.5, 1.0, 2.0]))
        {
            double[] expected = [delta, (0.02 + delta * (3 - 0.5 * delta)) / 2, 0.1, delta / 2];
            Assert.Equal(expected.Length, line.Length);
            Assert.All(expected.Zip(line), p => Assert.Equal(p.First, p.Second, 1e-14));
        }
    }

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
