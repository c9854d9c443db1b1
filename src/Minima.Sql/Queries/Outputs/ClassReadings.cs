using Minima.Analysis;
using Minima.Reals;
using Minima.Reals.Primitives;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>
/// A loss over classes that is a formula f on log-probabilities, with its derivatives with respect to the scores of the classes, as expressions over a row. Let c_k be the proportion of class k in the target times
/// its factor, p the probabilities, a_k = c_k f'(log p_k), b_k = c_k f''(log p_k), and A and B the sums of a and b. Then the gradient is a_k - p_k A, and the second derivative is
/// -A (diag p - p p^T) + diag b - b p^T - p b^T + B p p^T.
/// </summary>
internal sealed class ClassReadings : IOutputReadings
{
    /// <summary>The exponent of e below which a probability counts as 0, so that the product of two probabilities does not underflow.</summary>
    private const double Negligible = -230;

    private readonly SymbolGraph _graph;
    private readonly Folded[] _probabilities;
    private readonly Folded[] _first;
    private readonly Folded[] _second;
    private readonly Folded _slope;

    private ClassReadings(RowExpression loss, int classes)
    {
        _graph = new([.. Enumerable.Range(0, classes).Select(ClassScoresQuery.Below), .. Enumerable.Range(0, classes).Select(IsLabel)], []);
        (_probabilities, _first, _second) = (new Folded[classes], new Folded[classes], new Folded[classes]);
        Classes = classes;
        var slope = default(Folded);
        Value = _graph.Record(graph =>
        {
            Folded[] below = [.. Enumerable.Range(0, classes).Select(k => new Folded(graph.Input(k)))];
            Folded[] label = [.. Enumerable.Range(0, classes).Select(k => new Folded(graph.Input(classes + k)))];
            var exponentials = Array.ConvertAll(below, x => Folded.IfLess(x, Number(Negligible), Number(0), Exp(x)));
            var total = Sum(exponentials);
            var logarithm = Log(total);
            for (var k = 0; k < classes; k++) _probabilities[k] = exponentials[k] / total;
            var value = loss.Smoothing == 0 ? OfLabel(loss, label, Sum(label.Select((isLabel, k) => isLabel * below[k])) - logarithm) : OfAll(loss, label, [.. below.Select(x => x - logarithm)]);
            slope = Sum(_first);
            return value.Symbol;
        });
        _slope = slope;
    }

    public int Classes { get; }

    /// <summary>The value of the loss.</summary>
    public Symbol Value { get; }

    /// <summary>A bound of the entries of the gradient, for all probabilities.</summary>
    public Symbol SlopeSize => _graph.Record(_ => Sum(_first.Select(Abs)).Symbol);

    /// <summary>A bound of the entries of the second derivative.</summary>
    public Symbol CurvatureSize => _graph.Record(_ => (Times(Number(0.25), Sum(_first.Select(Abs))) + Sum(_second.Select(Abs))).Symbol);

    /// <summary>Half of the sum of the magnitudes of the gradient.</summary>
    public Symbol AbsoluteSlope => _graph.Record(_ => Times(Number(0.5), Sum(Enumerable.Range(0, Classes).Select(k => Abs(GradientOf(k))))).Symbol);

    /// <summary>The scores of classes. Gradient and second derivative sum to 0 over the classes, so that all classes but the last determine them.</summary>
    /// <param name="contrasts">The coordinates of the search.</param>
    public OutputSpace Space(Contrasts contrasts) => Space(this, contrasts, Classes - 1, (rows, fence) => WithLabels(rows, Classes, fence));

    /// <summary>The scores of classes as outputs.</summary>
    /// <param name="readings">The loss.</param>
    /// <param name="contrasts">The coordinates of the search.</param>
    /// <param name="free">The number of classes whose scores derivatives are taken by: all, or all but the last if adding a number to all scores changes nothing.</param>
    /// <param name="read">Adds the other columns that the loss reads to the rows.</param>
    public static OutputSpace Space(IOutputReadings readings, Contrasts contrasts, int free, Func<string, string, string> read)
    {
        var classes = contrasts.Classes;
        double[][] share = [.. Enumerable.Range(0, free).Select(k => Enumerable.Range(0, contrasts.Count).Select(a => contrasts[k, a] - (free < classes ? contrasts[classes - 1, a] : 0)).ToArray())];
        return new(
            readings, new bool[free], share, parameters => contrasts.ToClasses(parameters),
            (shard, rows, scores) => read(ClassScoresQuery.Of(rows, [.. scores.Select(row => row[..^1])], [.. scores.Select(row => row[^1])], shard.Fence), shard.Fence),
            (features, count) => OutputSumsQuery.TooMany(FormattableString.Invariant($"fit: {classes} classes and {features} features"), count, "Leave columns out with --ignore, group the classes, or read the rows from a file."));
    }

    /// <summary>The readings of a loss; null if it is not a formula on log-probabilities.</summary>
    public static ClassReadings? Of(Loss loss, int classes) => RowExpression.Of(loss) is { IsOfLogProbability: true } expression ? new(expression, classes) : null;

    /// <summary>A query that adds the columns of the labels to rows with their scores and their target.</summary>
    /// <param name="scored">The rows, as a query.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="fence">The end of a derived table.</param>
    public static string WithLabels(string scored, int classes, string fence)
    {
        var labels = string.Join(", ", Enumerable.Range(0, classes).Select(k => $"{DesignQuery.Indicator(DesignQuery.IsClass(k))} AS {IsLabel(k)}"));
        return $"SELECT *, {labels} FROM ({scored}) AS minima_scores{fence}";
    }

    /// <summary>The column that is 1 if a class is the label, otherwise 0.</summary>
    private static string IsLabel(int index) => FormattableString.Invariant($"minima_y{index}");

    /// <summary>The derivative with respect to the score of a class.</summary>
    public Symbol Gradient(int index) => _graph.Record(_ => GradientOf(index).Symbol);

    /// <summary>The second derivative with respect to the scores of two classes.</summary>
    /// <param name="k">One class.</param>
    /// <param name="l">The other one.</param>
    /// <param name="isPositive">True to leave out negative curvature.</param>
    public Symbol SecondDerivative(int k, int l, bool isPositive) => _graph.Record(_ =>
    {
        var softmax = k == l ? _probabilities[k] * (Number(1) - _probabilities[k]) : -(_probabilities[k] * _probabilities[l]);
        var second = isPositive ? Array.ConvertAll(_second, Positive) : _second;
        var outer = Times(_probabilities[k] * _probabilities[l], Sum(second)) - Times(second[k], _probabilities[l]) - Times(_probabilities[k], second[l]);
        var diagonal = k == l ? second[k] : Number(0);
        return (Times(isPositive ? Positive(-_slope) : -_slope, softmax) + (diagonal + outer)).Symbol;
    });

    private Folded GradientOf(int index) => _first[index] - Times(_probabilities[index], _slope);

    /// <summary>The value if only the label counts: the formula is evaluated once.</summary>
    private Folded OfLabel(RowExpression loss, Folded[] label, Folded logProbability)
    {
        var factor = Enumerable.Range(1, Classes - 1).All(k => loss.Factors[k].Equals(loss.Factors[0])) ? Number(loss.Factors[0]) : Sum(label.Select((isLabel, k) => isLabel * Number(loss.Factors[k])));
        var read = Read(loss, logProbability);
        var (first, second) = (Times(factor, read.First), Times(factor, read.Second));
        for (var k = 0; k < Classes; k++) (_first[k], _second[k]) = (Times(label[k], first), Times(label[k], second));
        return Times(factor, read.Value);
    }

    /// <summary>The value if each class has a proportion of the target.</summary>
    private Folded OfAll(RowExpression loss, Folded[] label, Folded[] logProbabilities)
    {
        var values = new Folded[Classes];
        for (var k = 0; k < Classes; k++)
        {
            var share = Times(Number(loss.Factors[k]), label[k] * Number(1 - loss.Smoothing) + Number(loss.Smoothing / Classes));
            var read = Read(loss, logProbabilities[k]);
            (values[k], _first[k], _second[k]) = (Times(share, read.Value), Times(share, read.First), Times(share, read.Second));
        }

        return Sum(values);
    }

    /// <summary>The formula with its first and second derivative.</summary>
    private static Jet2<Folded> Read(RowExpression loss, Folded logProbability) => loss.Value.Evaluate<Jet2<Folded>>([new(logProbability, Number(1), Number(0))]);

    private static Folded Number(double value) => Folded.Of(value, "");

    /// <summary>A product, which is the constant 0 if a factor is.</summary>
    private static Folded Times(Folded left, Folded right) => left.Number == 0 || right.Number == 0 ? Number(0) : left * right;

    private static Folded Sum(IEnumerable<Folded> terms) => terms.Aggregate((sum, term) => sum + term);

    private static Folded Positive(Folded x) => Folded.IfLess(x, Number(0), Number(0), x);

    private static Folded Abs(Folded x) => Folded.Apply(default(Abs), x);

    private static Folded Exp(Folded x) => Folded.Apply(default(Exp), x);

    private static Folded Log(Folded x) => Folded.Apply(default(Log), x);
}
