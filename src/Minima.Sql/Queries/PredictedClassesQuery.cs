using Minima.Reals;
using Minima.Reals.Primitives;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>The predictions of a linear model of several classes: a number for each class, and the class of the largest score, on a tie the first.</summary>
/// <param name="model">The model.</param>
/// <param name="response">True for probabilities, if the loss has them, and classes; false for raw scores.</param>
internal sealed class PredictedClassesQuery(LinearModel model, bool response) : IPredictedColumns
{
    private readonly bool _isProbability = response && model.Link == PredictionLink.Softmax;

    private int Count => model.Coefficients.Length;

    public IReadOnlyList<string> Names
    {
        get
        {
            var numbers = model.Classes.Select(name => $"{(_isProbability ? "probability" : "score")}_{name}");
            return [.. response ? numbers.Append("class") : numbers];
        }
    }

    public IReadOnlyList<string> Answers
    {
        get
        {
            var numbers = Enumerable.Range(0, Count).Select(k => _isProbability ? Probability(k) : ClassScoresQuery.Score(k));
            return [.. response ? numbers.Append(Class) : numbers];
        }
    }

    private string Class => ClassScoresQuery.OfLargest([.. model.Classes.Select(SqlText.Literal)]);

    public string AddTo(string rows, SqlShard shard)
    {
        var scored = ClassScoresQuery.Of(rows, model.Coefficients, model.Intercepts, shard.Fence);
        return _isProbability ? WithProbabilities(scored, Count, shard.Engine) : scored;
    }

    /// <summary>A query that adds the probabilities to rows with their scores.</summary>
    /// <param name="scored">The rows, as a query.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="engine">The database.</param>
    public static string WithProbabilities(string scored, int classes, SqlEngine engine)
    {
        var graph = new SymbolGraph([.. Enumerable.Range(0, classes).Select(ClassScoresQuery.Below)], []);
        return SqlWriter.Query([.. Enumerable.Range(0, classes).Select(k => (Probability(k), graph.Record(each => Softmax(each, k, classes))))], $"({scored}) AS minima_scores", engine);
    }

    /// <summary>The column of a class's probability.</summary>
    public static string Probability(int index) => FormattableString.Invariant($"minima_p{index}");

    private static Symbol Softmax(SymbolGraph graph, int index, int classes)
    {
        var exponentials = Enumerable.Range(0, classes).Select(k => Symbol.Apply(default(Exp), graph.Input(k))).ToArray();
        return exponentials[index] / exponentials.Aggregate((sum, each) => sum + each);
    }
}
