using Minima.Lab.Studies;
using BundledTable = Minima.Tabular.BundledTable;

namespace Minima.Lab.Tests;

/// <summary>Equal budgets, choices that do not see what judges, verdicts that luck does not give.</summary>
public sealed class StudyTests
{
    [Fact]
    public void AMethodWithMoreSettingsIsRefused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new Study<double>([Method("baseline", 0), Method("rival", 0, 1)], new(value => value), 1));
        Assert.Contains("baseline 1, rival 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsAreChosenOnSeedsThatDoNotJudge()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<Trial>();

        // The second setting is the best where tuning looks, the worst where it does not.
        StudySetting<double> Setting(string name, double tuning, double judging) => new(name, trial =>
        {
            seen.Add(trial);
            return trial.IsTuning ? tuning : judging;
        });

        var outcome = new Study<double>([new("only", [Setting("a", 1, 5), Setting("b", 2, 3)])], new(value => value), tuningSeeds: 2).Run(new LabRun { Seed = 7, Seeds = 4 });
        Assert.Equal("b", outcome.Baseline.Setting.English);
        Assert.Equal([3, 3, 3, 3], outcome.Baseline.Results);
        Assert.Equal([1, 2], outcome.Baseline.Tuning);
        Assert.Equal([7, 8, 9, 10], seen.Where(trial => !trial.IsTuning).Select(trial => trial.Seed).Order());
        Assert.Empty(seen.Where(trial => trial.IsTuning).Select(trial => trial.Seed).Intersect(seen.Where(trial => !trial.IsTuning).Select(trial => trial.Seed)));
    }

    [Fact]
    public void RowsThatJudgeAreNeitherLearnedNorChosenBy()
    {
        var table = BundledTable.Digits();
        var run = new LabRun { Seed = 3 };
        var judging = run.JudgingSeeds.Select(seed => StudyRows.Of(table, Trial.ToJudge(run, seed))).ToArray();
        var test = judging[0].Judging;
        Assert.All(judging, rows => Assert.Equal(test, rows.Judging));
        Assert.All(judging, rows => Assert.Empty(rows.Training.Intersect(test)));
        Assert.NotEqual(judging[0].Training.Order(), judging[1].Training.Order());
        foreach (var k in (int[])[0, 1])
        {
            var tuning = StudyRows.Of(table, Trial.ToTune(run, k));
            Assert.Empty(tuning.Training.Concat(tuning.Judging).Intersect(test));
            Assert.Empty(tuning.Training.Intersect(tuning.Judging));
            Assert.Equal(judging[0].Training.Length, tuning.Training.Length);
        }
    }

    /// <summary>A small table has other verdicts by another quarter: each seed then has a quarter of its own, and chooses without it.</summary>
    [Fact]
    public void SeedsWithRowsOfTheirOwnChooseForThemselves()
    {
        var table = BundledTable.Diabetes();
        var seen = new System.Collections.Concurrent.ConcurrentBag<Trial>();

        // Odd seeds like the first setting, even ones the second.
        StudySetting<double> Setting(string name, int parity) => new(name, trial =>
        {
            seen.Add(trial);
            return trial.First % 2 == parity ? 1 : 0;
        });

        var outcome = new Study<double>([new("only", [Setting("odd", 1), Setting("even", 0)])], new(value => value), tuningSeeds: 2, drawsRows: true).Run(new LabRun { Seed = 7, Seeds = 5 });
        Assert.Equal([0, 1, 0, 1, 0], outcome.Baseline.Choices);
        Assert.Equal("odd (3/5), even (2/5)", outcome.Baseline.Setting.English);
        Assert.Equal([1, 1, 1, 1, 1], outcome.Baseline.Results);
        foreach (var own in seen.GroupBy(trial => trial.First))
        {
            var judging = StudyRows.Of(table, own.Single(trial => !trial.IsTuning)).Judging;
            Assert.All(own.Where(trial => trial.IsTuning), trial => Assert.Empty(StudyRows.Of(table, trial).Training.Concat(StudyRows.Of(table, trial).Judging).Intersect(judging)));
        }

        Assert.Equal(5, seen.Where(trial => !trial.IsTuning).Select(trial => string.Join(',', StudyRows.Of(table, trial).Judging.Order())).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void TheNumberOfThreadsChangesNothing(int threads)
    {
        var before = Threads.Most;
        try
        {
            var run = new LabRun { IsSmall = true };
            Threads.Most = 1;
            var alone = Text(Experiments.Find("noise")!.Run(run));
            Threads.Most = threads;
            Assert.Equal(alone, Text(Experiments.Find("noise")!.Run(run)));
        }
        finally
        {
            Threads.Most = before;
        }
    }

    [Fact]
    public void AnotherSeedGivesOtherFigures() =>
        Assert.NotEqual(Text(Experiments.Find("noise")!.Run(new LabRun { IsSmall = true })), Text(Experiments.Find("noise")!.Run(new LabRun { IsSmall = true, Seed = 2 })));

    // By Simpson's rule over the density of Student's distribution, 200 000 steps.
    [Fact]
    public void ChanceIsThatOfAPairedTest()
    {
        var sample = new Sample([0.3, 0.1, 0.4, 0.2, 0.6]);
        Assert.Equal(0.0204758744, Comparison.Chance(sample), 1e-9);
        Assert.Equal(0.23883883881, sample.Half, 1e-9);
        Assert.Equal(1, Comparison.Chance(new Sample([0, 0, 0])));
    }

    // By hand: 4 x 0.005, 3 x 0.01, 2 x 0.03, and no less than that for 0.04.
    [Fact]
    public void SeveralChancesAreCorrectedAsHolmDoes()
    {
        double[] expected = [0.03, 0.06, 0.06, 0.02];
        Assert.All(expected.Zip(Comparison.Holm([0.01, 0.04, 0.03, 0.005])), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void WhereNothingDiffersNearlyNobodyIsBetter()
    {
        // A thousand tables of ten rivals that are as good as the baseline: at most one table in twenty may have a verdict.
        var random = new RandomState(11);
        var alarms = 0;
        for (var table = 0; table < 1000; table++)
        {
            Sample[] differences = [.. Enumerable.Range(0, 10).Select(_ => new Sample([.. Enumerable.Range(0, 5).Select(_ => random.NextNormal())]))];
            if (Comparison.Of(differences, isError: false).Any(one => one.Verdict != Verdict.NotBeyondLuck)) alarms++;
        }

        Assert.InRange(alarms, 20, 75);
    }

    [Fact]
    public void LessErrorIsBetter()
    {
        Sample[] less = [new([-1, -1.1, -0.9, -1, -1.05])];
        Assert.Equal(Verdict.Yes, Comparison.Of(less, isError: true)[0].Verdict);
        Assert.Equal(Verdict.No, Comparison.Of(less, isError: false)[0].Verdict);
    }

    private static StudyMethod<double> Method(Words name, params double[] values) => StudyMethod<double>.Of(name, "value", values, (_, value) => value);

    private static string Text(LabReport report)
    {
        var text = new StringWriter();
        ReportText.Write(text, report, Language.English, sentence => [sentence]);
        return text.ToString();
    }
}
