using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>A formula as the cost of decisions between classes: p is the decision, t the true class, other names are columns.</summary>
public sealed class ClassCostTests
{
    private const string Cost = "t*(1-p)*amount + p*(1-t)*15";

    private static readonly int Tables = Sweep.Of(thin: 4, wide: 8, full: 40);

    private static readonly ComparisonOptions Small = new() { Losses = ["sigmoid_focal"], Repeats = 1, Seed = 3 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A formula without columns is a matrix in other words, for each task of classes.</summary>
    [SlowTheory]
    [InlineData("two", "5*t*(1-p) + p*(1-t)", "matrix=[[0,1],[5,0]]")]
    [InlineData("two", "(p-t)^2 - 3*p*t", "matrix=[[0,1],[1,-3]]")]
    [InlineData("labels", "9*t*(1-p) + p*(1-t)", "matrix=[[0,1],[9,0]]")]
    [InlineData("three", "abs(p-t)", "matrix=[[0,1,2],[1,0,1],[2,1,0]]")]
    [InlineData("grades", "relu(p-t) + 4*relu(t-p)", "matrix=[[0,1,2,3,4],[4,0,1,2,3],[8,4,0,1,2],[12,8,4,0,1],[16,12,8,4,0]]")]
    public void AFormulaWithoutColumnsIsAMatrix(string kind, string formula, string matrix)
    {
        var table = kind switch
        {
            "two" => MadeTables.Classes(150, 2),
            "labels" => Labels(),
            "three" => Three(),
            _ => MadeTables.Grades(200, 3),
        };
        var options = kind switch
        {
            "two" => Small with { Losses = ["sigmoid_focal", "hinge"] },
            "labels" => Small with { Losses = ["bce_with_logits"] },
            "three" => Small with { Losses = ["softmax_focal"] },
            _ => Small with { Losses = ["cross_entropy"] },
        };
        var (one, other) = (Run(formula), Run(matrix));
        Assert.True(one.Options.Cost!.IsOfClasses);
        Assert.Equal(other.CostWhy, one.CostWhy);
        Assert.Equal(other.Rows.Select(row => row.Name), one.Rows.Select(row => row.Name));
        foreach (var (a, b) in one.Rows.Zip(other.Rows))
        {
            Assert.Equal(b.Mean(other.Metric)!.Value, a.Mean(one.Metric)!.Value, 1e-12);
            Assert.Equal(b.Alarms?.Recall, a.Alarms?.Recall);
            Assert.Equal(b.Alarms?.Threshold, a.Alarms?.Threshold);
            Assert.Equal(b.Alarms?.Probability, a.Alarms?.Probability);
            foreach (var (x, y) in (a.Alarms?.Curve ?? []).Zip(b.Alarms?.Curve ?? [])) Assert.Equal(y.Cost!.Value, x.Cost!.Value, 1e-12);
        }

        Assert.Equal(other.Saving?.Mean ?? double.NaN, one.Saving?.Mean ?? double.NaN, 1e-12);

        ComparisonResult Run(string cost) => Comparison.Run(table, options with { Cost = DecisionCost.Parse(cost, "EUR") }, null, Cancellation);
    }

    /// <summary>The chance of "yes" is known of every x, the amount of every row is drawn beside it: so is what each way to decide costs on average.</summary>
    [Fact]
    public void TheIntervalHoldsWhatACostByColumnsSaves()
    {
        // Amounts are 2, 10, 40 and 200, equally often: a missed "yes" costs the amount, an alarm 15.
        double[] amounts = [2, 10, 40, 200];
        var truth = Enumerable.Range(0, 4000).Average(i =>
        {
            var chance = 1 / (1 + Math.Exp(-2 * (-2 + ((i + 0.5) / 1000))));
            return amounts.Average(amount => (chance > 0.5 ? 15 * (1 - chance) : amount * chance) - Math.Min(15 * (1 - chance), amount * chance));
        });
        var held = 0;
        for (var seed = 1; seed <= Tables; seed++)
        {
            var random = new Random(100 + seed);
            Column[] columns = [.. MadeTables.ClassColumns(400, seed), new("amount", [.. Enumerable.Range(0, 400).Select(_ => amounts[random.Next(4)])])];
            var result = Comparison.Run(Table.FromColumns(columns, "answer"), Small with { Cost = DecisionCost.Parse(Cost, "EUR") }, null, Cancellation);
            Assert.Contains("0.06977 to 0.8824", result.CostWhy.English, StringComparison.Ordinal);
            Assert.Equal(2, result.Data.Features);
            Assert.Contains(result.Data.Notes, note => note.English == "Column 'amount' is an input of the cost, and a feature too.");
            Assert.Null(result.Default.Alarms!.Probability);
            if (result.Saving!.Low <= truth && truth <= result.Saving.High) held++;
        }

        Assert.InRange(held, Tables - 1 - (Tables / 10), Tables);
    }

    /// <summary>A model without probabilities is cut where the rows that it was not fitted to cost least, each by its own amounts: no other cut of them costs less.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0.02)]
    public void TheCutOfScoresCostsLeast(double? rate)
    {
        var random = new Random(8);
        for (var round = 0; round < 20; round++)
        {
            var rows = 12 + random.Next(30);
            double[] target = [.. Enumerable.Range(0, rows).Select(i => i < 2 ? i : (double)random.Next(2))];
            double[] score = [.. target.Select(one => Math.Round((2 * random.NextDouble()) + (one / 2), 1))];
            double[] amount = [.. target.Select(_ => 1 + (30 * random.NextDouble()))];
            int[] places = [.. Enumerable.Range(0, rows).Select(i => 3 * i)];
            var column = new double[3 * rows];
            for (var i = 0; i < rows; i++) column[places[i]] = amount[i];
            var cost = DecisionCost.Parse(Cost).OnClasses(2, new Dictionary<string, double[]>(StringComparer.Ordinal) { ["amount"] = column }, places);
            var heldOut = RankedScores.Of([Predictions.OfScores(target, score).At(places)], rate)!;
            var plan = AlarmPlan.Of(PredictionTask.Binary, null, cost)!;
            var cut = plan.Prepared(Predictions.OfScores(target, score).With(heldOut)).Cut!.Value;
            var weight = heldOut.Ones / target.Sum();
            double CostAbove(double at) => Enumerable.Range(0, rows).Sum(i => target[i] > 0.5 ? score[i] > at ? 0 : weight * amount[i] : score[i] > at ? 15 : 0);
            Assert.Equal(score.Append(double.PositiveInfinity).Append(double.NegativeInfinity).Min(CostAbove), CostAbove(cut), 1e-9);

            // The curve: what the highest scores cost as alarms, of rows with one score as many as their share.
            var whole = plan.Cost!.Of(Predictions.OfScores(target, Array.ConvertAll(target, _ => 1.0)).At(places), byCost: false)!.Sum();
            Assert.Equal(whole, target.Zip(amount, (one, a) => one > 0.5 ? a : 0).Sum() + heldOut.Among([1], i => plan.Cost.MoreIfCalled((int)target[i], places[i]) / (target[i] > 0.5 ? weight : 1))[0], 1e-9);
        }
    }

    /// <summary>A saved model decides new rows by their own amounts.</summary>
    [Fact]
    public void NewRowsAreDecidedByTheirOwnColumns()
    {
        var random = new Random(3);
        double[] amount = [.. Enumerable.Range(0, 200).Select(_ => Math.Round(Math.Exp(4 * random.NextDouble()), 2))];
        var table = Table.FromColumns([.. MadeTables.ClassColumns(200, 5), new("amount", amount)], "answer");
        var result = Comparison.Run(table, Small with { Cost = DecisionCost.Parse(Cost) }, null, Cancellation);
        var predicted = Predictor.Of(result.Best!.Refit(table, Cancellation)).Predict(table, Cancellation);
        Assert.Equal(predicted.Values.Select((p, i) => p > 15 / (15 + amount[i]) ? "yes" : "no"), predicted.Decided(DecisionCost.Parse(Cost), table, Cancellation).Classes[0]);
        Assert.Equal(predicted.Values.Select(p => p > 1.0 / 6 ? "yes" : "no"), predicted.Decided(DecisionCost.Parse("5*t*(1-p) + p*(1-t)")).Classes[0]);
        Assert.Contains("give the table too", Refused(() => predicted.Decided(DecisionCost.Parse(Cost))), StringComparison.Ordinal);
        Assert.Contains("amunt", Refused(() => predicted.Decided(DecisionCost.Parse("t*(1-p)*amunt + p*(1-t)"), table, Cancellation)), StringComparison.Ordinal);

        // One row for which one decision is right whatever is true is decided all the same.
        var free = Table.FromColumns([new("x", [1.5]), new("amount", [0.0])]);
        var one = Predictor.Of(result.Best.Refit(table, Cancellation)).Predict(free, Cancellation);
        Assert.Equal(["no"], one.Decided(DecisionCost.Parse(Cost), free, Cancellation).Classes[0]);
        Assert.Contains("read only once", Refused(() => predicted.Decided(DecisionCost.Parse(Cost), Table.FromStream(new MemoryStream("x,amount\n1,2\n"u8.ToArray()), "standard input"), Cancellation)), StringComparison.Ordinal);
    }

    /// <summary>Several classes with a cost by columns: each row is decided for the class that costs least by its probabilities and its own numbers.</summary>
    [Fact]
    public void SeveralClassesAreDecidedRowByRow()
    {
        var table = Three();
        var cost = DecisionCost.Parse("(t > p ? weight*(t-p) : 1*(p-t))");
        var result = Comparison.Run(table, Small with { Losses = ["softmax_focal"], Cost = cost }, null, Cancellation);
        var predicted = Predictor.Of(result.Best!.Refit(table, Cancellation)).Predict(table, Cancellation);
        var weight = Enumerable.Range(0, predicted.Rows).Select(i => 1.0 + (i % 7)).ToArray();
        var decided = predicted.Decided(cost, table, Cancellation).Classes[0];
        for (var row = 0; row < decided.Length; row++)
        {
            double Expected(int decision) => Enumerable.Range(0, 3).Sum(truth => predicted.Values[(row * 3) + truth] * (truth > decision ? weight[row] * (truth - decision) : decision - truth));
            Assert.Equal(Enumerable.Range(0, 3).Min(Expected), Expected(Array.IndexOf(["a", "b", "c"], decided[row])), 1e-12);
        }

        Assert.True(result.Rows[0].Mean(result.Metric) > result.Default.Mean(result.Metric));
    }

    /// <summary>A solution asks the advice for probabilities, examines the columns of the cost as features, and keeps a model.</summary>
    [SlowFact]
    public void ASolutionTakesTheCostOfDecisions()
    {
        var random = new Random(4);
        double[] amount = [.. Enumerable.Range(0, 300).Select(_ => 1 + (40 * random.NextDouble()))];
        var table = Table.FromColumns([.. MadeTables.ClassColumns(300, 7), new("amount", amount)], "answer");
        var solved = Solver.Run(table, new SolveOptions { TimeBudget = TimeSpan.FromHours(1), Comparison = new() { Repeats = 1, Cost = DecisionCost.Parse(Cost, "EUR") } }, null, Cancellation);
        Assert.NotNull(solved.Advice);
        Assert.Equal(("cost", true), (solved.Comparison.Metric.Key, solved.Comparison.Options.Cost!.IsOfClasses));
        Assert.True(solved.Comparison.Saving!.Mean > 0);
        Assert.True(solved.Model is not null || solved.Trees is not null);
    }

    /// <summary>Wrong labels, learning curves, pages, networks and grades judge by the costs of their own rows too.</summary>
    [SlowTheory]
    [InlineData("two", ComparedModel.Linear)]
    [InlineData("two", ComparedModel.Trees)]
    [InlineData("three", ComparedModel.Network)]
    [InlineData("grades", ComparedModel.Linear)]
    public void EveryPathKnowsItsRows(string kind, ComparedModel model)
    {
        var table = kind switch
        {
            "two" => Table.FromColumns([.. MadeTables.ClassColumns(120, 6), new("weight", [.. Enumerable.Range(0, 120).Select(i => 1.0 + (i % 7))])], "answer"),
            "three" => Three(),
            _ => MadeTables.Grades(150, 3),
        };
        var options = Small with { Models = [model], Losses = kind == "two" ? ["hinge"] : kind == "three" ? ["cross_entropy"] : [], LearningCurve = true, Corruption = model == ComparedModel.Linear && kind == "two" ? new Corruption(CorruptionKind.Labels, 0.1) : null };
        var result = Comparison.Run(table, options with { Cost = DecisionCost.Parse(kind == "grades" ? "relu(p-t)*a + 4*relu(t-p)" : "relu(p-t) + relu(t-p)*weight") }, null, Cancellation);
        Assert.All(result.Rows, row => Assert.NotNull(row.Mean(result.Metric)));
    }

    /// <summary>Called all, the rows cost what calling each of them costs, also where groups of one class make folds that rank nothing.</summary>
    [Fact]
    public void TheCurveEndsWithTheCostOfCallingAll()
    {
        var random = new Random(12);
        string[] group = [.. Enumerable.Range(0, 120).Select(i => $"g{i / 12}")];
        string[] answer = [.. Enumerable.Range(0, 120).Select(i => i / 12 < 6 ? "no" : random.Next(2) == 0 ? "no" : "yes")];
        double[] amount = [.. Enumerable.Range(0, 120).Select(i => 1.0 + (i % 9))];
        var table = Table.FromColumns([new("x", [.. answer.Select(word => random.NextDouble() + (word == "yes" ? 0.5 : 0))]), new("amount", amount), new("site", group), new("answer", answer)], "answer", new() { Group = "site" });
        foreach (var cost in new[] { "t*(1-p)*amount + p*(1-t)*(2+amount)", "matrix=[[0,1],[5,0]]" })
        {
            var result = Comparison.Run(table, Small with { Folds = 10, Cost = DecisionCost.Parse(cost) }, null, Cancellation);
            var all = Enumerable.Range(0, 120).Average(i => answer[i] == "yes" ? 0 : cost.StartsWith('m') ? 1 : 2 + amount[i]);
            Assert.Equal(all, result.Default.Alarms!.Curve[^1].Cost!.Value, 1e-9);
        }

        Assert.Contains("another role", Refused(() => Comparison.Run(table, Small with { Cost = DecisionCost.Parse("t*(1-p)*site + p*(1-t)") }, null, Cancellation)), StringComparison.Ordinal);
    }

    /// <summary>Where some rows leave nothing to decide, no threshold is said to hold for all.</summary>
    [Fact]
    public void RowsWithoutAThresholdAreCounted()
    {
        double[] vip = [.. Enumerable.Range(0, 100).Select(i => i % 4 == 0 ? 1.0 : 0)];
        var result = Comparison.Run(Table.FromColumns([.. MadeTables.ClassColumns(100, 5), new("vip", vip)], "answer"), Small with { Cost = DecisionCost.Parse("t*(1-p)*5*vip + p*(1-t)") }, null, Cancellation);
        Assert.Contains("In 75 rows one decision costs less whatever is true.", result.CostWhy.English, StringComparison.Ordinal);
        Assert.Null(result.Default.Alarms!.Probability);
    }

    /// <summary>A comma in one column says what a point means in another one, for the columns of a cost as for features.</summary>
    [Fact]
    public void ACommaElsewhereTellsWhatAPointMeans()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "a;b\n2,5;1.500\n3,5;2.000\n");
        var read = NamedNumbers.Read(Table.FromFile(path), ["b"], Cancellation)[0];
        File.Delete(path);
        Assert.Equal([1500, 2000], read);
    }

    [Theory]
    [InlineData("t*(1-p)*amont + p*(1-t)", "did you mean 'amount'?")]
    [InlineData("t*(1-p)*log(amount - 3) + p*(1-t)", "not a finite number at p = 0, t = 0, amount = 1")]
    [InlineData("amount*p + t", "in every row one decision never costs more than any other")]
    [InlineData("(amount - 4)*p + 0*t", "in every row one decision never costs more than any other")]
    [InlineData("x*t*(1-p) + p*(1-t) + gap*0", "line 4, column 'gap': the value is missing; a formula given to --cost names it")]
    [InlineData("x*t*(1-p) + p*(1-t) + same*0", "column 'same': it does not hold numbers that vary; a formula given to --cost names it")]
    public void ACostThatDoesNotFitTheClassesIsRefused(string text, string why)
    {
        double[] amount = [.. Enumerable.Range(0, 60).Select(i => 1.0 + (i % 7))];
        double[] gap = [.. Enumerable.Range(0, 60).Select(i => i == 2 ? double.NaN : i % 5)];
        var table = Table.FromColumns([.. MadeTables.ClassColumns(60, 5), new("amount", amount), new("gap", gap), new("same", [.. Enumerable.Repeat(2.0, 60)])], "answer");
        Assert.Contains(why, Refused(() => Comparison.Run(table, Small with { Cost = DecisionCost.Parse(text) }, null, Cancellation)), StringComparison.Ordinal);
    }

    private static string Refused(Action action) => Assert.ThrowsAny<TrainingException>(action).Message;

    private static Table Three()
    {
        var random = new Random(2);
        var (x, kind) = (new double[210], new string?[210]);
        for (var i = 0; i < x.Length; i++)
        {
            (x[i], var at) = (random.NextDouble(), random.NextDouble());
            kind[i] = x[i] + (0.3 * at) is var height && height < 0.5 ? "a" : height < 0.9 ? "b" : "c";
        }

        return Table.FromColumns([new("x", x), new("weight", [.. x.Select((_, i) => 1.0 + (i % 7))]), new("kind", kind)], "kind");
    }

    private static Table Labels()
    {
        var random = new Random(5);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => (4 * random.NextDouble()) - 2)];
        double[] Label(double shift) => Array.ConvertAll(x, at => random.NextDouble() < 1 / (1 + Math.Exp(shift - (2 * at))) ? 1.0 : 0);
        return Table.FromColumns([new("x", x), new("late", Label(1.5)), new("lost", Label(0.5))], "late,lost");
    }
}
