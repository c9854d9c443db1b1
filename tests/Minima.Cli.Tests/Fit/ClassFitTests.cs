using System.Globalization;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Losses over rows of classes: the optimum, what is the same whatever the classes are called, and data that have no optimum.</summary>
public sealed class ClassFitTests
{
    private const int Classes = 4;
    private static readonly double[][] Features = FitSamples.Features(5, 90, 3);
    private static readonly int[] Labels = ClassSamples.Labels(5, Features, Classes);

    public static TheoryData<string, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, double>();
            foreach (var entry in Catalogue.All.Where(entry => entry.Row is not null && entry.Task.HasFlag(LossTask.MultiClass)))
            {
                cases.Add(entry.Key, 0.02);
                cases.Add(entry.Key, 0);
            }

            cases.Add("multi_margin:p=2", 0.02);
            cases.Add("cross_entropy:label_smoothing=0.1", 0);
            return cases;
        }
    }

    [Theory]
    [SlowData(nameof(Cases))]
    public async Task Is_at_its_optimum(string name, double l2)
    {
        var run = await ClassSamples.Fit(Features, Labels, "--loss", name, "--l2", Text(l2));
        if (run.Code == 4 && l2 == 0 && run.Error.Contains("no finite optimum near this start", StringComparison.Ordinal)) return;
        Assert.True(run.Code == 0, run.Error);
        var loss = LossOf(name);
        var (weights, intercepts) = (ClassSamples.Weights(run), ClassSamples.Intercepts(run));
        var here = ClassSamples.Objective(loss, Features, Labels, weights, intercepts, l2);
        Assert.Equal(here, run.Objective, 1e-12 * Math.Max(1, here));
        Assert.True(run.GradientNorm < 1e-8, $"the gradient is {run.GradientNorm}");
        if (run.Method != "interior_point") Assert.True(ClassSamples.GradientNorm(loss, Features, Labels, weights, intercepts, l2) < 1e-8);
        if (run.Method != "local") Assert.True(run.Gap <= 1e-8 * Math.Max(1, here), $"the gap is {run.Gap}");

        Assert.Equal(0, intercepts.Sum(), 1e-9 * (1 + intercepts.Max(Math.Abs)));
        for (var j = 0; j < 3; j++) Assert.Equal(0, weights.Sum(row => row[j]), 1e-9 * (1 + weights.Max(row => Math.Abs(row[j]))));
        var random = new Random(77);
        for (var trial = 0; trial < 200; trial++)
        {
            // Small steps for what is only a local minimum.
            var size = run.Method == "local" ? 1e-4 : Math.Pow(10, -5 + (trial % 6));
            double[][] there = [.. weights.Select(row => row.Select(w => w + (size * ((2 * random.NextDouble()) - 1))).ToArray())];
            double[] aside = [.. intercepts.Select(b => b + (size * ((2 * random.NextDouble()) - 1)))];
            var value = ClassSamples.Objective(loss, Features, Labels, there, aside, l2);
            Assert.True(!(value < here - (1e-11 * Math.Max(1, here))), $"a step of {size} lowers {here} to {value}");
        }
    }

    [SlowTheory]
    [InlineData("cross_entropy")]
    [InlineData("sparsemax")]
    [InlineData("multi_margin")]
    [InlineData("crammer_singer")]
    [InlineData("softmax_focal")]
    public async Task The_order_of_the_classes_does_not_matter(string name)
    {
        var run = await ClassSamples.Fit(Features, Labels, "--loss", name, "--l2", "0.05");
        string[] others = ["z", "b", "y", "a"];
        var renamed = await FitRun.OfText(ClassSamples.Csv(Features, [.. Labels.Select(label => others[label])]), "--loss", name, "--l2", "0.05");
        Assert.Equal(["a", "b", "y", "z"], ClassSamples.Classes(renamed));
        Assert.Equal(run.Objective, renamed.Objective, 1e-12);
        for (var k = 0; k < Classes; k++)
        {
            var there = Array.IndexOf(ClassSamples.Classes(renamed), others[k]);
            Assert.Equal(ClassSamples.Intercepts(run)[k], ClassSamples.Intercepts(renamed)[there], 1e-7);
            for (var j = 0; j < 3; j++) Assert.Equal(ClassSamples.Weights(run)[k][j], ClassSamples.Weights(renamed)[there][j], 1e-7);
        }
    }

    [Fact]
    public async Task Two_classes_are_the_logistic_fit()
    {
        // Scores -u / 2 and u / 2: their squares are half of that of u.
        var labels = Array.ConvertAll(FitSamples.Classes(5, Features), y => (int)y);
        var rows = await ClassSamples.Fit(Features, labels, "--loss", "cross_entropy", "--l2", "0.1");
        var binary = await ClassSamples.Fit(Features, labels, "--loss", "bce_with_logits", "--l2", "0.05");
        Assert.Equal(binary.Objective, rows.Objective, 1e-13);
        Assert.Equal(binary.Intercept, ClassSamples.Intercepts(rows)[1] - ClassSamples.Intercepts(rows)[0], 1e-10);
        for (var j = 0; j < 3; j++) Assert.Equal(binary.Coefficients[j], ClassSamples.Weights(rows)[1][j] - ClassSamples.Weights(rows)[0][j], 1e-10);
    }

    [Theory]
    [InlineData("cross_entropy", 0.0)]
    [InlineData("cross_entropy", 1.0)]
    public async Task Separable_classes_have_no_optimum(string name, double touching)
    {
        // Three classes in a row; they touch where the last of one is the first of the next.
        double[][] rows = [.. Enumerable.Range(0, 12).Select(i => new[] { i < 4 ? i : i < 8 ? i - touching : i - (2 * touching), Math.Sin(3 * i) })];
        if (touching > 0) rows = Array.ConvertAll(rows, row => new[] { row[0] });
        int[] labels = [.. Enumerable.Range(0, 12).Select(i => i / 4)];
        var run = await ClassSamples.Fit(rows, labels, "--loss", name);
        Assert.Equal(4, run.Code);
        Assert.Contains("no finite optimum", run.Error, StringComparison.Ordinal);
        Assert.Contains("x0", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_that_is_0_from_some_lead_on_has_the_shortest_of_many_optima()
    {
        double[][] rows = [.. Enumerable.Range(0, 12).Select(i => new[] { (double)i, Math.Sin(3 * i) })];
        int[] labels = [.. Enumerable.Range(0, 12).Select(i => (i / 4) switch { 0 => 0, 1 => 1, _ => 2 })];
        var run = await ClassSamples.Fit(rows, labels, "--loss", "multi_margin", "--standardize");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(0, run.Objective, 1e-9);
        Assert.False(run.Unique);
        Assert.Contains(run.Notes, note => note.StartsWith("not unique: minimum-norm solution", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cross_entropy")]
    [InlineData("multi_margin")]
    public async Task Columns_that_depend_on_each_other_share_the_coefficients(string name)
    {
        double[][] doubled = Array.ConvertAll(Features, row => new[] { row[0], row[1], row[2], row[0] });
        var one = await ClassSamples.Fit(Features, Labels, "--loss", name);
        var two = await ClassSamples.Fit(doubled, Labels, "--loss", name);
        Assert.True(one.Code == 0 && two.Code == 0, one.Error + two.Error);
        Assert.Equal(one.Objective, two.Objective, 1e-9);
        Assert.False(two.Unique);
        Assert.Contains(two.Notes, note => note.Contains("4 features, only 3 of which are independent", StringComparison.Ordinal));
        for (var k = 0; k < Classes; k++)
            Assert.Equal(ClassSamples.Weights(two)[k][0], ClassSamples.Weights(two)[k][3], 1e-7);
    }

    [Fact]
    public async Task Weights_are_repeated_rows_and_a_class_of_weight_0_is_left_out()
    {
        int[] weight = [.. Enumerable.Range(0, 90).Select(i => Labels[i] == 3 ? 0 : (i % 3) + 1)];
        int[] kept = [.. Enumerable.Range(0, 90).SelectMany(i => Enumerable.Repeat(i, weight[i]))];
        var repeated = await ClassSamples.Fit([.. kept.Select(i => Features[i])], [.. kept.Select(i => Labels[i])], "--loss", "cross_entropy", "--l2", "0.1");
        double[][] wide = [.. Features.Select((row, i) => (double[])[.. row, weight[i]])];
        var weighted = await ClassSamples.Fit(wide, Labels, "--loss", "cross_entropy", "--l2", "0.1", "--weight", "x3");
        Assert.Equal(["c0", "c1", "c2"], ClassSamples.Classes(weighted));
        Assert.Contains(weighted.Notes, note => note.Contains("'c3'", StringComparison.Ordinal));
        Assert.Equal(repeated.Objective, weighted.Objective, 1e-12);
        for (var k = 0; k < 3; k++)
        {
            for (var j = 0; j < 3; j++) Assert.Equal(ClassSamples.Weights(repeated)[k][j], ClassSamples.Weights(weighted)[k][j], 1e-9);
        }
    }

    [Fact]
    public async Task Numbers_are_classes_in_their_order_whatever_they_are()
    {
        double[] values = [-1, 2.5, 10, 300];
        var run = await FitRun.OfTable(Features, Array.ConvertAll(Labels, label => values[label]), "--loss", "cross_entropy", "--l2", "0.1");
        Assert.Equal(["-1", "2.5", "10", "300"], ClassSamples.Classes(run));
        Assert.Equal("multiclass", run.Property("task").GetString());
    }

    [Theory]
    [InlineData(2, "--positive 'c1' goes with losses of two classes", "--loss", "cross_entropy", "--positive", "c1")]
    [InlineData(2, "soft_cross_entropy takes a row of numbers for each class", "--loss", "soft_cross_entropy")]
    [InlineData(2, "--start has 3 numbers; 16 are expected", "--loss", "cross_entropy", "--start", "1,2,3")]
    [InlineData(2, "cross_entropy has no further inputs", "--loss", "cross_entropy", "--input", "scale=x1")]
    public async Task Options_that_do_not_go_with_classes(int code, string message, params string[] options)
    {
        var run = await ClassSamples.Fit(Features, Labels, options);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
    }

    [Fact]
    public async Task A_start_of_a_loss_with_several_minima_is_used_and_what_is_found_is_called_local()
    {
        var away = await ClassSamples.Fit(Features, Labels, "--loss", "gce", "--l2", "0.0001");
        var start = string.Join(',', ClassSamples.Weights(away).SelectMany((row, k) => row.Append(ClassSamples.Intercepts(away)[k])).Select(Text));
        var again = await ClassSamples.Fit(Features, Labels, "--loss", "gce", "--l2", "0.0001", "--start", start);
        var far = string.Join(',', Enumerable.Range(0, 16).Select(i => Text(8 * Math.Sin(5 * i))));
        var other = await ClassSamples.Fit(Features, Labels, "--loss", "gce", "--l2", "0.0001", "--start", far);
        foreach (var run in new[] { away, again, other })
        {
            Assert.True(run.Code == 0, run.Error);
            Assert.Equal("local", run.Method);
            Assert.Equal("local", run.Property("certificate").GetProperty("kind").GetString());
            Assert.Contains(run.Notes, note => note.Contains("this is a local minimum, and another start (--start) may find a lower one", StringComparison.Ordinal));
            Assert.True(run.GradientNorm < 1e-8);
        }

        Assert.Equal(away.Objective, again.Objective, 1e-13);
        Assert.True(Math.Abs(other.Objective - away.Objective) > 1e-4, "the far start ends at the same minimum");

        using var folder = new Compare.TemporaryFolder();
        var path = folder.Write("data.csv", System.Text.Encoding.UTF8.GetBytes(ClassSamples.Csv(Features, [.. Labels.Select(label => $"c{label}")])));
        var forPeople = await FitRun.Of(path, "--target", "y", "--loss", "gce", "--l2", "0.0001");
        Assert.Contains("this is a local minimum", forPeople.Output, StringComparison.Ordinal);
        Assert.Contains("certificate    local: the loss is not convex", forPeople.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_of_one_class_and_of_too_many()
    {
        var one = await FitRun.OfText("x,y\n1,a\n2,a\n", "--loss", "cross_entropy");
        Assert.Contains("every row is of the class 'a'; rows of two or more classes are expected", one.Error, StringComparison.Ordinal);
        var rows = string.Join('\n', Enumerable.Range(0, 101).Select(i => Text(i) + "," + Text(i / 7.0)));
        var many = await FitRun.OfText("x,y\n" + rows + "\n", "--loss", "cross_entropy");
        Assert.Contains("it holds 101 different numbers; at most 100 classes are expected", many.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_start_ends_at_the_same_optimum_of_a_convex_loss()
    {
        var zero = await ClassSamples.Fit(Features, Labels, "--loss", "cross_entropy", "--l2", "0.1");
        var start = string.Join(',', Enumerable.Range(0, 16).Select(i => Text(Math.Sin(i))));
        var other = await ClassSamples.Fit(Features, Labels, "--loss", "cross_entropy", "--l2", "0.1", "--start", start);
        Assert.Equal(zero.Objective, other.Objective, 1e-14);
        for (var k = 0; k < Classes; k++) Assert.Equal(ClassSamples.Intercepts(zero)[k], ClassSamples.Intercepts(other)[k], 1e-10);
    }

    private static Loss LossOf(string name)
    {
        var request = LossSpec.Parse(name);
        return Loss.Create(request.Entry, request.Given);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
