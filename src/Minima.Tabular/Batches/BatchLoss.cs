namespace Minima.Tabular;

/// <summary>The mean of a loss over the rows of a batch, as a function of a model's outputs and the learned numbers. One object serves one thread at a time.</summary>
internal sealed class BatchLoss
{
    private const double Step = 1e-5;

    private readonly Candidate _candidate;
    private readonly Loss _loss;
    private readonly IReadOnlyList<BatchPiece> _pieces;

    /// <param name="candidate">The loss and its plan.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="units">The units of the training rows.</param>
    public BatchLoss(Candidate candidate, Loss loss, BatchRows rows, BatchUnits units)
    {
        (_candidate, _loss) = (candidate, loss);
        _pieces = rows.Pieces(candidate.Batch!, candidate.Learned, units);
    }

    /// <summary>The count of numbers learned in addition to the weights: parameters first, then inputs.</summary>
    public int Learned => _candidate.Batch!.Learned + _candidate.Learned.Count;

    /// <summary>The loss with the learned parameters.</summary>
    public Loss At(ReadOnlySpan<double> theta)
    {
        var own = _candidate.Batch!.LearnedParameters;
        if (own.Count == 0) return _loss;
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < _loss.Parameters.Count; i++) parameters[_candidate.Entry.Parameters[i].Name] = _loss.Parameters[i];
        for (var k = 0; k < own.Count; k++) parameters[_candidate.Entry.Parameters[own[k]].Name] = Math.Exp(theta[k]);
        return Loss.Create(_candidate.Entry, parameters);
    }

    /// <summary>
    /// Returns the mean and writes its derivatives unless the spans are empty. Infinity (and derivatives of 0) if an output is not finite, so that a
    /// line search steps back.
    /// </summary>
    public double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> theta, Span<double> gradient, Span<double> thetaGradient)
    {
        gradient.Clear();
        thetaGradient.Clear();
        foreach (var number in outputs)
        {
            if (!double.IsFinite(number)) return double.PositiveInfinity;
        }

        // Box corners in the wrong order are no box, and the loss refuses them.
        for (var i = 0; _candidate.Batch!.Task == PredictionTask.Boxes && i < outputs.Length; i += 4)
        {
            if (outputs[i] > outputs[i + 2] || outputs[i + 1] > outputs[i + 3]) return double.PositiveInfinity;
        }

        foreach (var number in theta)
        {
            if (!double.IsFinite(number) || Math.Abs(number) > 200) return double.PositiveInfinity;
        }

        var parameters = _candidate.Batch!.LearnedParameters.Count;
        var value = Mean(At(theta), outputs, theta[parameters..], gradient, thetaGradient.IsEmpty ? [] : thetaGradient[parameters..]);
        for (var k = 0; k < parameters && !thetaGradient.IsEmpty; k++)
        {
            var moved = theta.ToArray();
            moved[k] = theta[k] + Step;
            var above = Mean(At(moved), outputs, theta[parameters..], [], []);
            moved[k] = theta[k] - Step;
            thetaGradient[k] = (above - Mean(At(moved), outputs, theta[parameters..], [], [])) / (2 * Step);
        }

        return value;
    }

    private double Mean(Loss loss, ReadOnlySpan<double> outputs, ReadOnlySpan<double> learned, Span<double> gradient, Span<double> learnedGradient)
    {
        var records = !gradient.IsEmpty || !learnedGradient.IsEmpty;
        var mean = 0.0;
        foreach (var piece in _pieces)
        {
            using var step = StepScope.Begin();
            var tensors = Tensors(piece, outputs, learned, records);
            var value = Apply(loss, Read(piece, tensors), Reduction.Mean);
            mean += piece.Share * value.Item();
            if (!records) continue;
            value.Backward();
            for (var i = 0; i < tensors.Length; i++)
            {
                if (piece.Inputs[i] is BatchInput.OfOutputs model && !gradient.IsEmpty) Add(tensors[i].Gradient, model.From, piece.Share, outputs, gradient);
                else if (piece.Inputs[i] is BatchInput.OfTerms terms && !gradient.IsEmpty) Add(tensors[i].Gradient, terms.From, piece.Share, outputs, gradient);
                else if (piece.Inputs[i] is BatchInput.OfSteps steps) AddSteps(tensors[i].Gradient, steps, piece.Share, gradient, learnedGradient);
                else if (piece.Inputs[i] is BatchInput.OfTensor own && !learnedGradient.IsEmpty) AddOwn(tensors[i].Gradient, own.Learned, piece.Share, learnedGradient);
                else if (piece.Inputs[i] is BatchInput.OfLearned constant && !learnedGradient.IsEmpty) learnedGradient[constant.Learned] += piece.Share * _candidate.Learned[constant.Learned].Slope(learned[constant.Learned]) * Sum(tensors[i].Gradient);
            }
        }

        return mean;
    }

    private Tensor[] Tensors(BatchPiece piece, ReadOnlySpan<double> outputs, ReadOnlySpan<double> learned, bool records)
    {
        var tensors = new Tensor[piece.Inputs.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            switch (piece.Inputs[i])
            {
                case BatchInput.OfOutputs model:
                    var numbers = new double[model.From.Length];
                    for (var k = 0; k < numbers.Length; k++) numbers[k] = model.From[k] < 0 ? 0 : Read(outputs[model.From[k]]);
                    tensors[i] = Leaf(Tensor.Of(numbers, model.Shape));
                    break;
                case BatchInput.OfTerms terms:
                    tensors[i] = Leaf(Tensor.Of([.. Picked(outputs, terms.From)], terms.Shape));
                    break;
                case BatchInput.OfSteps steps:
                    var passed = new double[steps.From.Length];
                    for (var k = 0; k < passed.Length; k++) passed[k] = outputs[steps.From[k]] - learned[steps.Learned + (k % steps.Shape[^1])];
                    tensors[i] = Leaf(Tensor.Of(passed, steps.Shape));
                    break;
                case BatchInput.OfTensor own:
                    tensors[i] = Leaf(Tensor.Of(learned.Slice(own.Learned, own.Shape.Count), own.Shape));
                    break;
                case BatchInput.OfLearned constant:
                    tensors[i] = Leaf(Tensor.Full(constant.Shape, _candidate.Learned[constant.Learned].Value(learned[constant.Learned]), ElementType.Double));
                    break;
                case BatchInput.Known known:
                    tensors[i] = known.Values;
                    break;
            }
        }

        return tensors;

        Tensor Leaf(Tensor tensor) => records ? tensor.WithGradient() : tensor;
    }

    /// <summary>The tensors as the loss reads them: outputs as probabilities, terms as the usual loss of each row.</summary>
    private Tensor[] Read(BatchPiece piece, Tensor[] tensors)
    {
        var plan = _candidate.Batch!;
        if (plan.Bend == OutputBend.None && plan.Weighed is null) return tensors;
        return [.. tensors.Select((tensor, i) => piece.Inputs[i] switch
        {
            BatchInput.OfTerms terms => plan.Weighed!.Apply(tensor, terms.Target, new LossArguments { Reduction = Reduction.None }).Reshape([tensor.Shape[0]]),
            BatchInput.OfOutputs => plan.Bend switch
            {
                OutputBend.Sigmoid => tensor.Sigmoid(),
                OutputBend.Softmax => tensor.Softmax(plan.IsOneGroup ? 1 : ^1),
                OutputBend.LogSoftmax => tensor.LogSoftmax(plan.IsOneGroup ? 1 : ^1),
                OutputBend.Exp => tensor.Exp(),
                _ => tensor,
            },
            _ => tensor,
        })];
    }

    private static double[] Picked(ReadOnlySpan<double> outputs, int[] from)
    {
        var picked = new double[from.Length];
        for (var k = 0; k < picked.Length; k++) picked[k] = outputs[from[k]];
        return picked;
    }

    private static void AddSteps(Tensor slopes, BatchInput.OfSteps steps, double share, Span<double> gradient, Span<double> learnedGradient)
    {
        if (slopes.IsNone) return;
        var each = slopes.ToArray();
        for (var k = 0; k < each.Length; k++)
        {
            if (!gradient.IsEmpty) gradient[steps.From[k]] += share * each[k];
            if (!learnedGradient.IsEmpty) learnedGradient[steps.Learned + (k % steps.Shape[^1])] -= share * each[k];
        }
    }

    private static void AddOwn(Tensor slopes, int from, double share, Span<double> learnedGradient)
    {
        if (slopes.IsNone) return;
        var each = slopes.ToArray();
        for (var k = 0; k < each.Length; k++) learnedGradient[from + k] += share * each[k];
    }

    /// <summary>Applies the loss to inputs in their order.</summary>
    public static Tensor Apply(Loss loss, Tensor[] inputs, Reduction reduction) => loss is TensorLoss onTensors
        ? onTensors.Apply(inputs, new LossArguments { Reduction = reduction })
        : loss.Apply(inputs[0], inputs[1], new LossArguments { Reduction = reduction, Third = inputs.Length > 2 ? inputs[2] : default, Fourth = inputs.Length > 3 ? inputs[3] : default });

    private double Read(double output) => _candidate.Batch!.Reading == OutputReading.Logit ? 1 / (1 + Math.Exp(-output)) : output;

    private double Slope(double output) => _candidate.Batch!.Reading == OutputReading.Logit ? Read(output) * Read(-output) : 1;

    private void Add(Tensor slopes, int[] from, double share, ReadOnlySpan<double> outputs, Span<double> gradient)
    {
        if (slopes.IsNone) return;
        var each = slopes.ToArray();
        for (var k = 0; k < each.Length; k++)
        {
            if (from[k] >= 0) gradient[from[k]] += share * Slope(outputs[from[k]]) * each[k];
        }
    }

    private static double Sum(Tensor slopes) => slopes.IsNone ? 0 : slopes.ToArray().Sum();
}
