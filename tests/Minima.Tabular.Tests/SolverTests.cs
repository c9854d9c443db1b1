using System.Globalization;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>A table is checked, mended, compared and answered in one call; what was put into a table is what is found.</summary>
public sealed class SolverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WhatWasPutInIsFoundAndMended(int seed)
    {
        var plan = Solver.Plan(Table.FromColumns(Orders(seed, copies: 30), "days"), null, Token);
        Assert.Equal(
            ["identifiers LeftOut id", "leakage LeftOut hours", "missing Told income", "copies KeptTogether ", "groups Grouped customer"],
            plan.Findings.Where(finding => finding.Check.IsFound).Select(finding => $"{finding.Check.Name} {finding.Action} {finding.Column}"));
        Assert.Equal("customer", plan.Table.Options.Group);
        Assert.Equal(["id", "hours"], plan.Table.Options.Ignore);
        Assert.All(plan.Findings.Where(finding => finding.Action != FindingAction.Told), finding => Assert.Contains("--keep", finding.Done.English, StringComparison.Ordinal));
    }

    /// <summary>Counts that vary more than Poisson's, of which all rows are used: the answer is a distribution that allows for it.</summary>
    [Fact]
    public void OverdispersedCountsAreNotPoisson()
    {
        var random = new RandomState(4);
        double[] x = [.. Enumerable.Range(0, 900).Select(_ => random.NextNormal())];
        double[] visits = [.. x.Select(value =>
        {
            // A Poisson count whose mean is drawn from an exponential distribution is geometric.
            var (count, rest) = (0, Math.Exp(0.8 + (0.5 * value)) * -Math.Log(1 - random.NextDouble()));
            while ((rest += Math.Log(1 - random.NextDouble())) > 0) count++;
            return (double)count;
        })];
        var solved = Solver.Run(Table.FromColumns([new("x", x), new("visits", visits)], "visits"), new() { TimeBudget = TimeSpan.FromHours(1), Comparison = new() { Wanted = Wanted.Distribution, Seed = 2, Repeats = 1 } }, null, Token);
        Assert.Equal(900, solved.Comparison.Data.RowsUsed);
        Assert.Equal("negative_binomial_nll", solved.Comparison.Verdict.Winner);
    }

    /// <summary>Twenty rows of the rare class are enough to see that a model finds them, and that one of noise does not.</summary>
    [Theory]
    [InlineData(2.2, true)]
    [InlineData(0, false)]
    public void TwentyRareRowsAreEnoughForAThreshold(double distance, bool isFound)
    {
        var random = new RandomState(3);
        string[] fraud = [.. Enumerable.Range(0, 2000).Select(row => row % 100 == 7 ? "yes" : "no")];
        double[] Drawn(double shift) => [.. fraud.Select(word => random.NextNormal() + (word == "yes" ? shift : 0))];
        var table = Table.FromColumns([new Column("a", Drawn(distance)), new Column("b", Drawn(0.7 * distance)), new Column("fraud", fraud)], "fraud");
        var result = Solver.Run(table, new() { TimeBudget = TimeSpan.FromHours(1), Comparison = new() { Threshold = ThresholdRule.Recall(0.8), Seed = 2, Repeats = 1 } }, null, Token).Comparison;
        Assert.True(result.Verdict.Constant is { IsOfRandomOrder: true, Resampled: ResampledUnit.Row });
        Assert.Equal(isFound, result.Best is not null);
    }

    /// <summary>Copies that a table numbers anew are found once the numbers are left out; rows that are no copies are not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CopiesWithNumbersOfTheirOwnAreFound(bool areCopies)
    {
        var random = new Random(5);
        double[] Drawn()
        {
            double[] values = [.. Enumerable.Range(0, 300).Select(_ => Math.Round(random.NextDouble(), 6))];
            return areCopies ? [.. values[..240], .. values[..60]] : values;
        }

        var (x, z, y) = (Drawn(), Drawn(), Drawn());
        var plan = Solver.Plan(Table.FromColumns([new("id", [.. Enumerable.Range(1, 300).Select(row => (double)row)]), new("x", x), new("z", z), new("y", y)], "y"), null, Token);
        Assert.Contains(plan.Findings, finding => finding is { Action: FindingAction.LeftOut, Column: "id" });
        Assert.Equal(areCopies, plan.Findings.Any(finding => finding is { Check.Name: "copies", Check.IsFound: true, Action: FindingAction.KeptTogether }));
        Assert.Equal(areCopies, plan.Table.Options.CopiesTogether);
    }

    /// <summary>A class whose name marks a missing value is not dropped without a word; nor are rows without a target.</summary>
    [Theory]
    [InlineData("none", "'none' marks a missing value: if it is a class, rename it.", TableCheckStatus.Likely)]
    [InlineData("", "100 of 300 rows have no target and are left out (33 %).", TableCheckStatus.Possible)]
    [InlineData("never", null, TableCheckStatus.Nothing)]
    public void RowsWithoutATargetAreReported(string cell, string? sentence, TableCheckStatus status)
    {
        var random = new Random(6);
        string[] pain = [.. Enumerable.Range(0, 300).Select(row => row % 3 == 0 ? cell : row % 3 == 1 ? "mild" : row % 2 == 0 ? "severe" : "extreme")];
        var table = Table.FromColumns([new Column("x", [.. pain.Select(_ => random.NextDouble())]), new Column("pain", pain)], "pain");
        var check = Solver.Plan(table, null, Token).Findings.Select(finding => finding.Check).SingleOrDefault(check => check.Name == "targets");
        Assert.Equal(status, check?.Status ?? TableCheckStatus.Nothing);
        Assert.EndsWith(sentence ?? "", check?.Sentence.English ?? "", StringComparison.Ordinal);
        var notes = Comparison.Run(table, new() { Losses = ["softmax_focal"], Repeats = 1, Seed = 3 }, null, Token).Data.Notes;
        Assert.Equal(cell == "none", notes.Any(note => note.English.Contains("rename a class that has such a name", StringComparison.Ordinal)) && check!.FixFirst);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void NothingIsFoundWhereNothingIs(int seed)
    {
        Assert.DoesNotContain(Solver.Plan(MadeTables.Flats(400, seed), null, Token).Findings, finding => finding.Check.IsFound);
        Assert.DoesNotContain(Solver.Plan(MadeTables.Classes(400, seed), null, Token).Findings, finding => finding.Check.IsFound);
    }

    /// <summary>Who does not know the options for times and queries learns of them from the names; other tables hear nothing.</summary>
    [Theory]
    [InlineData("days", "died", "--event died")]
    [InlineData("survival_time", "Status", "--event Status")]
    [InlineData("price", "died", null)]
    [InlineData("days", "colour", null)]
    [InlineData("relevance", "qid", "--query qid")]
    [InlineData("relevance", "colour", null)]
    [InlineData("price", "qid", null)]
    public void AnotherQuestionIsSeenFromTheNames(string target, string column, string? hint)
    {
        var random = new Random(4);
        double[] x = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble())];
        var cells = target == "relevance" ? Array.ConvertAll(x, value => (double)(int)(4 * value)) : Array.ConvertAll(x, value => 1 + (3 * value) + random.NextDouble());
        var other = column is "qid" ? [.. Enumerable.Range(0, 300).Select(i => (double)(i / 6))] : Array.ConvertAll(x, _ => (double)random.Next(2));
        var findings = Solver.Plan(Table.FromColumns([new("x", x), new(column, other), new(target, cells)], target), null, Token).Findings;
        Assert.Equal(hint is not null, findings.Single(finding => finding.Check.Name == "events and queries").Check.IsFound);
        if (hint is not null) Assert.Contains(hint, findings.Single(finding => finding.Check.Name == "events and queries").Check.Sentence.English, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsKeptStays()
    {
        var plan = Solver.Plan(Table.FromColumns(Orders(1, copies: 30), "days"), new SolveOptions { Keep = ["id", "customer"], KeepCopies = true }, Token);
        Assert.Equal(["hours"], plan.Table.Options.Ignore);
        Assert.Equal((null, false), (plan.Table.Options.Group, plan.Table.Options.CopiesTogether));
        var problem = Assert.Throws<DataException>(() => Solver.Plan(MadeTables.Flats(100, 1), new SolveOptions { Keep = ["aera"] }, Token));
        Assert.Contains("'area'", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Copies are found where every row has one, and equal rows of few values are none.</summary>
    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, false, true)]
    [InlineData(4, false, true)]
    [InlineData(4, true, false)]
    public void RowsThatAllStandSeveralTimesAreCopies(int times, bool areCoarse, bool isFound)
    {
        var random = new Random(9);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => areCoarse ? random.Next(18, 90) : random.NextDouble())];
        double[] y = [.. x.Select(value => areCoarse ? value > 50 ? 1 : 0 : value + random.NextDouble())];
        double[] Repeated(double[] values) => [.. values.SelectMany(value => Enumerable.Repeat(value, times))];
        var plan = Solver.Plan(Table.FromColumns([new("x", Repeated(x)), new("y", Repeated(y))], "y"), null, Token);
        Assert.Equal(isFound, plan.Findings.Single(finding => finding.Check.Name == "copies").Check.IsFound);
        Assert.Equal(isFound, plan.Table.Options.CopiesTogether);
    }

    /// <summary>Nothing is asked that has no answer: several labels have no threshold.</summary>
    [Fact]
    public void NoThresholdIsAskedForOfSeveralLabels()
    {
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        Column Label(string name, double above) => new(name, [.. x.Select(value => value + random.NextDouble() > above ? 1.0 : 0)]);
        Column[] columns = [new("x", x), Label("a", 0.9), Label("b", 1.1)];
        Assert.Single(Solver.Plan(Table.FromColumns(columns, "a"), null, Token).Questions, question => question.Key == "threshold");
        Assert.DoesNotContain(Solver.Plan(Table.FromColumns(columns, "a,b"), null, Token).Questions, question => question.Key == "threshold");
    }

    /// <summary>An advice of the default alone has the default compared, and not every loss.</summary>
    [SlowFact]
    public void AnAdviceOfTheDefaultAloneComparesIt()
    {
        var random = new Random(4);
        double[] x = [.. Enumerable.Range(0, 150).Select(_ => random.NextDouble())];
        var table = Table.FromColumns([new("x", x), new("y", [.. x.Select(value => value + (0.3 * random.NextDouble()))])], "y");
        var solved = Solver.Run(table, new SolveOptions { TimeBudget = TimeSpan.FromHours(1), Comparison = new() { Cost = DecisionCost.Parse("over=1,under=9"), Folds = 3, Repeats = 1, Seed = 1 } }, null, Token);
        Assert.InRange(solved.Comparison.Rows.Count(row => row.Kind is RowKind.Default or RowKind.Loss), 1, 5);
    }

    /// <summary>A reason is written down for some of those who left, and for nobody else.</summary>
    [Theory]
    [InlineData(0.6, true)]
    [InlineData(0.0, false)]
    public void AColumnThatIsFilledInAfterwardsIsLeftOut(double share, bool isFound)
    {
        var random = new Random(5);
        double[] x = [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())];
        string?[] answers = [.. x.Select(value => random.NextDouble() < value ? "yes" : "no")];
        string?[] reason = [.. Enumerable.Range(0, 500).Select(row => random.NextDouble() < (share == 0 ? 0.4 : answers[row] == "yes" ? share : 0) ? "price too high" : random.NextDouble() < 0.01 && share == 0 ? "moved" : null)];
        var finding = Solver.Plan(Table.FromColumns([new("x", x), new("answer", answers), new("reason", reason)], "answer"), null, Token).Findings.Single(known => known.Check.Name == "afterwards");
        Assert.Equal((isFound, isFound ? FindingAction.LeftOut : FindingAction.Told), (finding.Check.IsFound, finding.Action));
        if (isFound) Assert.StartsWith("“reason”只在“yes”时才有值", finding.Check.Sentence.Chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6.0, FindingAction.Ordered)]
    [InlineData(0.0, FindingAction.Told)]
    public void DriftOfTheTargetAsksForThePastToBeTrainedOn(double drift, FindingAction action)
    {
        var random = new Random(2);
        var (date, x, y) = (new string?[600], new double[600], new double[600]);
        for (var i = 0; i < 600; i++)
        {
            date[i] = new DateOnly(2023, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            (x[i], y[i]) = (random.NextDouble(), 0);
            y[i] = (5 * x[i]) + (drift * i / 600) + random.NextDouble();
        }

        var plan = Solver.Plan(Table.FromColumns([new("date", date), new("x", x), new("y", y)], "y"), null, Token);
        var drifting = plan.Findings.Single(finding => finding.Check.Name == "drift");
        Assert.Equal(action, drifting.Action);
        if (action == FindingAction.Ordered) Assert.StartsWith("目标值随“date”漂移", drifting.Check.Sentence.Chinese, StringComparison.Ordinal);
        Assert.Equal(action == FindingAction.Ordered ? "date" : null, plan.Table.Options.Time);
    }

    /// <summary>A place may come again or not: only a person knows.</summary>
    [Fact]
    public void WhatIsAmbiguousIsAskedOnceWithADefault()
    {
        var random = new Random(4);
        double[] effects = [.. Enumerable.Range(0, 40).Select(_ => 4 * random.NextDouble())];
        var (town, x, y) = (new string?[600], new double[600], new double[600]);
        for (var i = 0; i < 600; i++)
        {
            var of = random.Next(40);
            (town[i], x[i]) = ($"town {of}", random.NextDouble());
            y[i] = (2 * x[i]) + effects[of] + random.NextDouble();
        }

        var plan = Solver.Plan(Table.FromColumns([new("town", town), new("x", x), new("y", y)], "y"), null, Token);
        Assert.Equal(["cost none", "group no"], plan.Questions.Select(question => $"{question.Key} {question.Answer}"));
        Assert.Null(plan.Table.Options.Group);
        Assert.Equal("town", plan.Answer("group", "YES").Table.Options.Group);
        Assert.Equal("over=1,under=9", plan.Answer("cost", "over=1,under=9").Options.Comparison.Cost?.ToString());
        Assert.Contains("yes or no", Assert.ThrowsAny<TrainingException>(() => plan.Answer("group", "perhaps")).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<TrainingException>(() => plan.Answer("cost", "over=-1,under=2"));
    }

    /// <summary>Columns of noise are memorised where every row has its copies on the other side.</summary>
    [SlowFact]
    public void CopiesStayOnOneSide()
    {
        var random = new Random(6);
        double[] Copied()
        {
            double[] own = [.. Enumerable.Range(0, 30).Select(_ => random.NextDouble())];
            return [.. Enumerable.Repeat(own, 6).SelectMany(copy => copy)];
        }

        Column[] columns = [.. Enumerable.Range(0, 25).Select(k => new Column($"x{k}", Copied())), new("y", Copied())];
        double Of(bool together) => Comparison.Run(
            Table.FromColumns(columns, "y", new TableOptions { CopiesTogether = together }), new ComparisonOptions { Losses = ["mae"], Repeats = 1 }, null, Token).Default.Metrics.Single(value => value.Metric.Key == "rmse").Mean!.Value;
        Assert.True(Of(together: false) < 0.7 * Of(together: true));
    }

    [SlowFact]
    public void TheAnswerIsThatOfItsParts()
    {
        var stages = new List<SolveStage>();
        var solved = Solver.Run(MadeTables.Flats(300, 1), new SolveOptions { TimeBudget = TimeSpan.FromHours(1), Comparison = new() { Repeats = 1 } }, new Stages(stages), Token);
        Assert.Equal([SolveStage.Checking, SolveStage.Advising, SolveStage.Comparing, SolveStage.Fitting], stages.Distinct());
        Assert.NotNull(solved.Advice);
        Assert.NotNull(solved.Model);
        Assert.StartsWith($"Train with {solved.Comparison.Best!.Row.Name} (", solved.Answer.English, StringComparison.Ordinal);
        Assert.Contains("95% 区间", solved.Answer.Chinese, StringComparison.Ordinal);
        var again = Comparison.Run(solved.Plan.Table, solved.Comparison.Options with { TimeBudget = null }, null, Token);
        Assert.Equal(again.Rows.Select(row => (row.Name, row.Find(again.Metric)?.Mean)), solved.Comparison.Rows.Select(row => (row.Name, row.Find(solved.Comparison.Metric)?.Mean)));
        Assert.Equal(again.Best!.Refit(solved.Plan.Table, Token).Coefficients[0], solved.Model.Coefficients[0]);
    }

    [SlowFact]
    public void WhereColumnsSayNothingNothingIsTrained()
    {
        var random = new Random(3);
        double[] Noise() => [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        var solved = Solver.Run(Table.FromColumns([new("x", Noise()), new("z", Noise()), new("y", Noise())], "y"), new SolveOptions { TimeBudget = TimeSpan.FromHours(1), Comparison = new() { Repeats = 1 } }, null, Token);
        Assert.Null(solved.Model);
        Assert.StartsWith("Do not train on this yet: predict constant (mean)", solved.Answer.English, StringComparison.Ordinal);
    }

    [SlowFact]
    public void AThresholdAndACostDecide()
    {
        var table = MadeTables.Classes(400, 1);
        var rule = Solver.Run(table, new SolveOptions { TimeBudget = TimeSpan.FromHours(1), Comparison = new() { Threshold = ThresholdRule.Recall(0.9), Repeats = 1 } }, null, Token);
        Assert.Contains("a probability of about", rule.Decision.English, StringComparison.Ordinal);
        var cost = Solver.Run(MadeTables.Flats(200, 1), new SolveOptions { TimeBudget = TimeSpan.FromHours(1), Comparison = new() { Cost = DecisionCost.Of(new LinearCost(1, 9), "EUR"), Repeats = 1 } }, null, Token);
        Assert.Equal(0.9, cost.Comparison.Wanted.Level, 6);
        Assert.Contains("EUR", cost.Answer.English, StringComparison.Ordinal);
        Assert.Contains("0.9", cost.Decision.English, StringComparison.Ordinal);
    }

    private static Column[] Orders(int seed, int copies)
    {
        var random = new Random(seed);
        var made = Enumerable.Range(0, 120).Select(_ => (Effect: 20 * random.NextDouble(), Age: random.Next(20, 70))).ToArray();
        var rows = Enumerable.Range(0, 900).Select(i =>
        {
            var (customer, size) = (random.Next(120), 10 * random.NextDouble());
            var days = 5 + (2 * size) + made[customer].Effect + random.NextDouble();
            return (Id: 1000.0 + i, Customer: customer, Size: size, Income: random.NextDouble() < 0.05 ? 999 : 30 + Math.Round(20 * random.NextDouble(), 1), Hours: (24 * days) + random.NextDouble(), Days: days);
        }).ToList();
        rows.AddRange([.. rows.Take(copies)]);
        return
        [
            new("id", [.. rows.Select(row => row.Id)]),
            new("customer", [.. rows.Select(row => $"C{row.Customer}")]),
            new("age", [.. rows.Select(row => (double)made[row.Customer].Age)]),
            new("size", [.. rows.Select(row => row.Size)]),
            new("income", [.. rows.Select(row => row.Income)]),
            new("hours", [.. rows.Select(row => row.Hours)]),
            new("days", [.. rows.Select(row => row.Days)]),
        ];
    }

    private sealed class Stages(List<SolveStage> stages) : IProgress<SolveProgress>
    {
        public void Report(SolveProgress value)
        {
            lock (stages) stages.Add(value.Stage);
        }
    }
}
