using System.Globalization;
using Minima.Cli.Compare;
using Minima.Cli.Losses;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Spectre.Console;
using Xunit;

namespace Minima.Cli.Tests;

/// <summary>Windows of every width: Spectre.Console hangs or fails where a Chinese word has no room.</summary>
public sealed class TerminalTests
{
    [SlowFact(Timeout = 60_000)]
    public async Task LossesFitAnyWindow()
    {
        foreach (var family in Catalogue.All.GroupBy(entry => entry.Family).Select(entries => entries.ToArray()).Append([.. Catalogue.All]))
        {
            for (var width = 1; width <= 200; width += Sweep.Of(thin: 9, wide: 3, full: 1))
            {
                var text = await Task.Run(() => Written(width, console => LossTable.WriteForTerminal(family, console, new Tongue(width % 2 == 0))));
                Assert.All(family, entry => Assert.Contains(entry.Key, text, StringComparison.Ordinal));
                Assert.All(family, entry => Assert.Contains(entry.ChineseName, text, StringComparison.Ordinal));
            }
        }
    }

    [SlowTheory(Timeout = 60_000)]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task AChineseFileNameFitsAnyWindow(string language)
    {
        using var stream = new MemoryStream(Compare.CompareData.Regression(30));
        var data = ComparisonReader.Read(Tabular.Table.FromStream(stream, new string('\u6570', 30) + ".csv", "price"), new(), TestContext.Current.CancellationToken);
        var metric = Metrics.Regression[0];
        var request = new CompareRequest { Path = data.Name, Options = new() { Threads = 1, Repeats = 1, Losses = [LossSpec.Parse("huber")], Metric = metric }, Language = language };
        for (var width = 8; width <= 100; width += 4)
        {
            var text = await Task.Run(() => Written(width, console =>
            {
                var result = BarProgress.Run(console, progress =>
                    Comparison.Run(request.Options, data, progress, TestContext.Current.CancellationToken));
                TextReport.WriteRich(result, request, console);
            }));
            Assert.Contains(data.Name, text, StringComparison.Ordinal);
        }
    }

    private static string Written(int width, Action<IAnsiConsole> write)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        write(console);
        return writer.ToString();
    }
}
