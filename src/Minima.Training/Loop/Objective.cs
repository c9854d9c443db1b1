namespace Minima.Training;

/// <summary>The objective of a training: a named sum of terms, each a weighted loss on outputs and targets, divided by its own denominator.</summary>
/// <remarks>
/// The weights of several terms sum to 1 by default, and may follow schedules. Fixed weights are the baseline; <see cref="Trainer.Balance"/> adapts them
/// during training. A term whose loss has one input (entropy_min) is a penalty on the outputs.
/// </remarks>
public sealed class Objective
{
    private readonly Tensor[] _classWeights;
    private readonly TermInputs[] _inputs;
    private readonly double[] _weights;

    /// <summary>One loss on all outputs.</summary>
    public Objective(Loss loss)
        : this([new LossTerm("loss", loss)])
    {
    }

    /// <summary>Several terms.</summary>
    /// <param name="terms">In any order; their names are for logs.</param>
    /// <param name="weights">The treatment of their weights.</param>
    /// <exception cref="TrainingException">No term, two of one name, a weight that is not finite, weights that cannot sum to 1, or a loss with an input that is neither a prediction nor the target.</exception>
    public Objective(IReadOnlyList<LossTerm> terms, TermWeights weights = TermWeights.SumToOne)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0) throw new TrainingException("The objective has no term; it needs at least one loss.");
        foreach (var term in terms)
        {
            if (!double.IsFinite(term.Weight)) throw new TrainingException($"The term '{term.Name}' has the weight {term.Weight}; weights are finite numbers.");
            if (terms.Count(other => other.Name == term.Name) > 1) throw new TrainingException($"Two terms of an objective are named '{term.Name}'; logs could not tell them apart.");
        }

        Terms = weights == TermWeights.SumToOne && terms.Count > 1 ? SummingToOne(terms) : [.. terms];
        _weights = [.. Terms.Select(term => term.Weight)];
        _inputs = [.. Terms.Select(term => new TermInputs(term))];
        _classWeights = [.. Terms.Select(term => term.ClassWeights is { } weights ? Tensor.Of(weights.ToArray(), [weights.Count]).Keep() : default)];
    }

    /// <summary>The terms.</summary>
    public IReadOnlyList<LossTerm> Terms { get; }

    /// <summary>The weighted sum of the terms of a batch.</summary>
    /// <param name="output">The model's output.</param>
    /// <param name="batch">The batch with the targets.</param>
    /// <param name="denominators">The denominator of each term, such as that of several batches together; empty for the batch's own.</param>
    /// <param name="sums">Receives sum and denominator of each term, for reports.</param>
    public Tensor Apply(Tensor output, in TrainingBatch batch, ReadOnlySpan<double> denominators, Span<LossResult> sums) => Apply(output, batch, denominators, sums, []);

    /// <inheritdoc cref="Apply(Tensor, in TrainingBatch, ReadOnlySpan{double}, Span{LossResult})"/>
    /// <param name="unweighted">Receives each term as a graph node, without its weight; may be empty.</param>
    internal Tensor Apply(Tensor output, in TrainingBatch batch, ReadOnlySpan<double> denominators, Span<LossResult> sums, Span<Tensor> unweighted)
    {
        Tensor total = default;
        for (var i = 0; i < Terms.Count; i++)
        {
            var value = Recorded(i, output, batch, denominators.IsEmpty ? Minima.Reduction.Mean : Minima.Reduction.Sum, sums);
            if (!unweighted.IsEmpty) unweighted[i] = value;
            var factor = _weights[i] / (denominators.IsEmpty ? 1 : denominators[i] == 0 ? 1 : denominators[i]);
            if (factor != 1) value *= factor;
            total = total.IsNone ? value : total + value;
        }

        return total;
    }

    /// <summary>The sums of the terms over some rows of a step, each times a factor, added up.</summary>
    internal Tensor ApplySums(Tensor output, in TrainingBatch rows, ReadOnlySpan<double> factors, Span<LossResult> sums)
    {
        var values = SumsOf(output, rows, sums);
        Tensor total = default;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i] * factors[i];
            total = total.IsNone ? value : total + value;
        }

        return total;
    }

    /// <summary>The sum of each term over some rows of a step, neither weighted nor divided.</summary>
    internal Tensor[] SumsOf(Tensor output, in TrainingBatch rows, Span<LossResult> sums)
    {
        var values = new Tensor[Terms.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Recorded(i, output, rows, Minima.Reduction.Sum, sums);
        return values;
    }

    /// <summary>The weight of each term at present.</summary>
    internal IReadOnlyList<double> Weights => _weights;

    /// <summary>Sets the weights to those of a step in their schedules.</summary>
    internal void GoTo(long step)
    {
        for (var i = 0; i < _weights.Length; i++)
        {
            if (Terms[i].Schedule is { } schedule) _weights[i] = Terms[i].Weight * schedule.At(step);
        }
    }

    /// <summary>The mean of each term, without its weight.</summary>
    internal Tensor[] ValuesOf(Tensor output, in TrainingBatch batch, Span<LossResult> sums)
    {
        var values = new Tensor[Terms.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Recorded(i, output, batch, Minima.Reduction.Mean, sums);
        return values;
    }

    /// <summary>A term; its sum and denominator are recorded for reports.</summary>
    private Tensor Recorded(int index, Tensor output, in TrainingBatch batch, Minima.Reduction reduction, Span<LossResult> sums)
    {
        var value = ValueOf(index, output, batch, reduction);
        var result = value.Node.LossResult;
        sums[index] = new LossResult(result.Sum, result.Denominator, Minima.Reduction.Mean);
        return value;
    }

    /// <summary>The losses of the rows, not reduced, one tensor for each term.</summary>
    internal Tensor[] TermsOf(Tensor output, in TrainingBatch batch)
    {
        var terms = new Tensor[Terms.Count];
        for (var i = 0; i < terms.Length; i++) terms[i] = ValueOf(i, output, batch, Minima.Reduction.None);
        return terms;
    }

    /// <summary>The inputs of a term's loss that are outputs of the model.</summary>
    internal IReadOnlyList<int> PredictedBy(int term) => _inputs[term].Predicted;

    /// <summary>Adds the denominator of each term of a batch: the number of rows, the sum of weights, or the sum of class weights.</summary>
    public void AddDenominators(in TrainingBatch batch, Span<double> denominators)
    {
        for (var i = 0; i < Terms.Count; i++) denominators[i] += LossDenominator.Of(Terms[i], batch);
    }

    private Tensor ValueOf(int index, Tensor output, in TrainingBatch batch, Minima.Reduction reduction)
    {
        var term = Terms[index];
        var selected = OutputOf(output, term);
        if (!_inputs[index].HasTarget) return term.Loss.Apply(selected, ArgumentsOf(index, batch, selected, reduction));
        var target = TargetOf(batch, term.Target, selected);
        var count = _inputs[index].Predicted.Count;
        if (count == 1 && !_inputs[index].HasSecondTarget)
        {
            var prediction = Aligned(term, selected, target);
            return term.Loss.Apply(prediction, target, ArgumentsOf(index, batch, prediction, reduction));
        }

        Span<Tensor> outputs = [default, default, default, default];
        outputs = outputs[..count];
        _inputs[index].Split(selected, outputs);
        for (var k = 0; k < outputs.Length; k++) outputs[k] = Aligned(term, outputs[k], target);
        var second = _inputs[index].HasSecondTarget ? TargetOf(batch, term.SecondTarget!.Value, selected) : default;
        return _inputs[index].Apply(outputs, target, second, ArgumentsOf(index, batch, outputs[0], reduction));
    }

    private static LossTerm[] SummingToOne(IReadOnlyList<LossTerm> terms)
    {
        var sum = terms.Sum(term => term.Weight);
        return terms.Any(term => term.Weight < 0) || !(sum > 0)
            ? throw new TrainingException($"The weights {string.Join(", ", terms.Select(term => FormattableString.Invariant($"{term.Weight} of '{term.Name}'")))} cannot be made to sum to 1: none may be below 0, and one must be above. Take them as they are with TermWeights.AsGiven.")
            : [.. terms.Select(term => term with { Weight = term.Weight / sum })];
    }

    /// <summary>The outputs of the model that a term takes.</summary>
    internal static Tensor OutputOf(Tensor output, LossTerm term)
    {
        if (term.OutputStart == 0 && term.OutputCount is null) return output;
        var width = output.Shape[^1];
        var count = term.OutputCount ?? width - term.OutputStart;
        if (term.OutputStart < 0 || count < 1 || term.OutputStart > width - count)
        {
            throw new TrainingException($"The term '{term.Name}' takes the outputs {term.OutputStart} to {term.OutputStart + count - 1}; the model has {width}, its output the shape {output.Shape}.");
        }

        return output.Slice(output.Rank - 1, term.OutputStart, count);
    }

    private static Tensor TargetOf(in TrainingBatch batch, int index, Tensor prediction)
    {
        var target = batch.TargetAt(index);
        return target.Type != ElementType.Int32 && target.Type != prediction.Type ? target.To(prediction.Type) : target;
    }

    /// <summary>Drops a trailing axis of length 1, so that one output per row matches one target per row.</summary>
    private static Tensor Aligned(LossTerm term, Tensor prediction, Tensor target) =>
        term.Loss.Entry.Row is null && prediction.Shape != target.Shape && prediction.Count == target.Count && prediction.Shape[^1] == 1 && prediction.Rank == target.Rank + 1
            ? prediction.Reshape(target.Shape)
            : prediction;

    private LossArguments ArgumentsOf(int index, in TrainingBatch batch, Tensor prediction, Minima.Reduction reduction)
    {
        var weight = batch.Weight;
        if (!weight.IsNone)
        {
            if (weight.Type != prediction.Type) weight = weight.To(prediction.Type);

            // A weight per row applies to every loss term of the row. A loss whose sums run over all rows refuses it, and a tensor loss applies it itself.
            var loss = Terms[index].Loss;
            if (loss is TensorLoss) return new LossArguments { Reduction = reduction, Weight = weight, WeighsRows = true };
            var form = LossForm.Of(loss);
            var terms = form.TermsOf(prediction.Shape, form.AxisOf(prediction.Shape, null));
            if (weight.Shape != terms && terms.Rank > 0 && terms[0] == weight.Count)
            {
                var column = weight.Reshape([weight.Count]);
                for (var axis = 1; axis < terms.Rank; axis++) column = column.Reshape(column.Shape.Insert(column.Rank, 1));
                weight = column.BroadcastTo(terms).Contiguous();
            }
        }

        var classWeight = _classWeights[index];
        if (!classWeight.IsNone && classWeight.Type != prediction.Type) classWeight = _classWeights[index] = classWeight.To(prediction.Type).Keep();
        return new LossArguments { Reduction = reduction, Weight = weight, ClassWeight = classWeight };
    }
}
