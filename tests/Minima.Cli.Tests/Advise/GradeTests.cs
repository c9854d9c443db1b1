using System.Globalization;
using System.Text;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Advise;

/// <summary>Whole numbers that may be grades: advise, compare and train take them for the same.</summary>
public sealed class GradeTests
{
    [SlowTheory]
    [SampledCases]
    [Case(0, true)]
    [Case(1, true)]
    [Case(0, false)]
    [Case(1, false)]
    public void EveryCommandTakesATargetForTheSame(int first, bool ordered)
    {
        for (var seed = 0; seed < Sweep.Of(thin: 1, wide: 1, full: 10); seed++)
        {
            var data = ordered ? Grades(seed) : MadeData.NamesOfClasses(seed);
            data.Fill(i => data.Target[i] - 1 + first);
            using var folder = new TemporaryFolder();
            var path = folder.Write("grades.csv", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, data.Rows)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"{data.First[i]:R},{data.Second[i]:R},{data.Target[i]}\n")).Prepend("a,b,y\n"))));
            var advised = Advisor.Run(Context(path)).Task;
            var compared = ComparisonReader.Read(Table.FromFile(path, "y"), new(), CancellationToken.None).Task.Task;
            var trained = NetworkTask.Read(Table.FromFile(path, "y"), null, CancellationToken.None).Task;
            Assert.Equal((advised, advised), (compared, trained));

            // In memory it is the same table.
            var made = Table.FromColumns([new("a", [.. data.First]), new("b", [.. data.Second]), new("y", [.. data.Target])], "y");
            Assert.Equal((advised, advised), (ComparisonReader.Read(made, new(), CancellationToken.None).Task.Task, NetworkTask.Read(made, null, CancellationToken.None).Task));
            if (ordered) Assert.Equal(PredictionTask.Ordinal, advised);
        }
    }

    private static AdviceContext Context(string path)
    {
        var data = AdviceData.Read(Table.FromFile(path, "y"), 10_000, 1, CancellationToken.None);
        return new AdviceContext(data, AdviceTarget.Of(data.Target, new(), "grades.csv"), new());
    }

    private static MadeData Grades(int seed)
    {
        var data = new MadeData(seed, 300);
        return data.Fill(i => Math.Clamp(Math.Floor(3.5 + data.First[i] - 0.5 * data.Second[i] + 0.5 * data.Normal()), 1, 5));
    }
}
