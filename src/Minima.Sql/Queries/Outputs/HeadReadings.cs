using Minima.Reals;
using Minima.Reals.Primitives;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>
/// A loss of the parameters of a distribution, as expressions over a row, with its derivatives with respect to the outputs of a model. Each head has an output; after them comes one for each number that is learned
/// beside the heads. An output is mapped into the domain of its number.
/// </summary>
internal sealed class HeadReadings : PairReadings
{
    private readonly HeadPlan _plan;
    private readonly Loss _loss;
    private readonly Symbol _formula;

    private HeadReadings(HeadPlan plan, Loss loss, Symbol formula, int outputs)
        : base(new([.. Enumerable.Range(0, outputs).Select(ClassScoresQuery.Score), DesignQuery.Target], []), outputs) => (_plan, _loss, _formula) = (plan, loss, formula);

    /// <summary>The readings of a loss; null if it is not a formula of the numbers of a row, or if it uses a learned number only by its value.</summary>
    public static HeadReadings? Of(HeadPlan plan, Loss loss)
    {
        if (plan.OnTensors || plan.IsJoint || plan.Reading is HeadReading.Quantiles or HeadReading.Steps) return null;
        if (plan.Reading == HeadReading.Dispersion && (plan.Constants.Count > 0 || !DispersionFormula.Has(HeadTerms.PowerOf(plan, loss)))) return null;
        var formula = SymbolGraph.Record(loss);
        var free = LossFormula.Exchangeable(loss);
        if (!plan.Constants.All(constant => free.Contains(constant.Name))) return null;
        var readings = new HeadReadings(plan, loss, formula, plan.Heads.Count + plan.Constants.Count);
        return formula.Graph.NodesOf(formula).Select(index => formula.Graph[index]).All(node => node.Kind != SymbolKind.Input || readings.NumberOf(node.A) is not null || readings.IsGiven(node.A)) ? readings : null;
    }

    /// <summary>The outputs as scores, each with a linear prediction of its own.</summary>
    /// <param name="isFlat">The outputs that do not depend on the features.</param>
    public OutputSpace Space(bool[] isFlat) => new(
        this, isFlat, [.. Enumerable.Range(0, Outputs).Select(k => Enumerable.Range(0, Outputs).Select(a => k == a ? 1.0 : 0).ToArray())],
        parameters => [.. parameters.Chunk(parameters.Length / Outputs)],
        (shard, rows, outputs) => ClassScoresQuery.Scores(rows, [.. outputs.Select(row => row[..^1])], [.. outputs.Select(row => row[^1])], shard.Fence),
        (features, count) => OutputSumsQuery.TooMany(FormattableString.Invariant($"fit: {Outputs} heads and {features} features"), count, "Leave columns out with --ignore, leave heads out, or read the rows from a file."));

    /// <inheritdoc/>
    protected override Jet2<Folded> Read(Jet2<Folded>[] scores)
    {
        var graph = _formula.Graph;
        Jet2<Folded>[] numbers = [.. _plan.Heads.Select((head, h) => IntoDomain(head.Domain, scores[h]))];
        if (_plan.Reading == HeadReading.Dispersion)
        {
            var mean = _plan.IsLogarithm ? Jet2<Folded>.Apply(default(Exp), numbers[0]) : numbers[0];
            return DispersionFormula.Term(HeadTerms.PowerOf(_plan, _loss), Constant(new(Graph.Input(Outputs))), mean, numbers.Length > 1 ? numbers[1] : Constant(Number(1)));
        }

        var inputs = new Jet2<Folded>[graph.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = Constant(NumberOf(i) is { } number ? Number(number) : i == _plan.Target ? new(Graph.Input(Outputs)) : Number(double.NaN));
        for (var h = 0; h < _plan.Heads.Count; h++) inputs[_plan.Heads[h].Input] = numbers[h];
        var learned = new Dictionary<int, Jet2<Folded>>();
        for (var c = 0; c < _plan.Constants.Count; c++)
        {
            var constant = _plan.Constants[c];
            for (var index = 0; index < graph.Count; index++)
            {
                if (graph[index] is { Kind: SymbolKind.Parameter } node && graph.Parameters[node.A].Name == constant.Name) learned[index] = IntoDomain(constant.Domain, scores[_plan.Heads.Count + c]);
            }
        }

        return graph.Evaluate(_formula.Index, inputs, learned);
    }

    private bool IsGiven(int input) => input == _plan.Target || _plan.Heads.Any(head => head.Input == input);

    /// <summary>The constant value of an input; null if it depends on the row.</summary>
    private double? NumberOf(int input)
    {
        if (input == _plan.Event) return 1;
        if (IsGiven(input)) return null;
        for (var i = 0; i < _loss.Parameters.Count; i++)
        {
            if (_loss.Entry.Parameters[i].BindsInput == input && _loss.Parameters[i] is double number) return number;
        }

        return null;
    }

    /// <summary>Maps an output into a domain, as <see cref="LearnedInput.Value"/> does with numbers.</summary>
    private static Jet2<Folded> IntoDomain(Domain domain, Jet2<Folded> output) => (double.IsFinite(domain.Low), double.IsFinite(domain.High)) switch
    {
        (true, true) => domain.Low + ((domain.High - domain.Low) * Jet2<Folded>.Apply(default(Minima.Reals.Primitives.Sigmoid), output)),
        (true, false) => domain.Low + Jet2<Folded>.Apply(default(Exp), output),
        (false, true) => domain.High - Jet2<Folded>.Apply(default(Exp), output),
        _ => output,
    };
}
