namespace Minima.Tensors;

/// <summary>
/// A loss as one node: the core's fused kernel gives value and gradients in one pass on the way forward, and on the way back they only wait to be
/// passed on. The gradient of a point loss's gradient is its exact curvature; across elements or inputs the formula is read as tensor operations.
/// </summary>
internal sealed class LossOperation(ILossRunner runner) : Operation
{
    public override string Name => runner.Name;

    /// <param name="prediction">The first input.</param>
    /// <param name="target">The second; none for a loss of one input.</param>
    /// <param name="arguments">All else.</param>
    public Tensor Apply(Tensor prediction, Tensor target, in LossArguments arguments)
    {
        var first = prediction.Contiguous().RealNode(runner.Name);
        var second = target.IsNone ? null : target.Contiguous().Node;
        var terms = arguments.Reduction == Minima.Reduction.None;
        var axis = runner.IsRow ? RowAxis(first, arguments.ClassAxis ?? ^1) : -1;
        LossShapes.Check(runner, first, second, axis, arguments);
        var third = arguments.Third.IsNone ? null : arguments.Third.Contiguous().RealNode(runner.Name);
        var fourth = arguments.Fourth.IsNone ? null : arguments.Fourth.Contiguous().RealNode(runner.Name);
        var node = Node.New(terms ? (axis < 0 ? first.Shape : first.Shape.Without(axis)) : Shape.Scalar, first.Type, this, first, second, third ?? fourth, third is null ? null : fourth);
        node.Arguments.First = axis;
        node.Arguments.Second = third is null ? 1 : 0;
        node.Arguments.Third = (int)arguments.Reduction;
        node.Arguments.Fourth = (int)arguments.WeightedMean;
        node.Arguments.Weight = arguments.Weight.IsNone ? default : arguments.Weight.Contiguous();
        if (runner.IsRow)
        {
            node.Arguments.ClassWeight = arguments.ClassWeight.IsNone ? default : arguments.ClassWeight.Contiguous();
            node.Arguments.IgnoredLabel = arguments.IgnoreIndex ?? runner.IgnoredLabel;
        }

        node.Arguments.Extra = arguments.Mask.IsEmpty ? null : RecordedLoss.MaskGiven;
        RefuseGradient(second, 1, "target");
        RefuseGradient(third, 2, "third input");
        RefuseGradient(fourth, 3, "fourth input");
        if (Wants(first)) node.Arguments.Saved = new Tensor(Node.New(first.Shape, first.Type));
        if (second is not null && Wants(second)) node.Arguments.SavedToo = new Tensor(Node.New(second.Shape, second.Type));
        if (third is not null && Wants(third)) node.Arguments.SavedThird = new Tensor(Node.New(third.Shape, third.Type));
        if (fourth is not null && Wants(fourth)) node.Arguments.SavedFourth = new Tensor(Node.New(fourth.Shape, fourth.Type));
        var result = first.Type == ElementType.Single
            ? Run<float>(node, axis, first, second, third, fourth, arguments)
            : Run<double>(node, axis, first, second, third, fourth, arguments);
        if (!terms) Put(node, result.Value);
        node.LossResult = result;
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording && (runner.IsRow || HasSeveralGradients(node)))
        {
            Record(node, gradient, pass);
            return;
        }

        Pass(node, 0, node.Arguments.Saved, gradient, pass);
        Pass(node, 1, node.Arguments.SavedToo, gradient, pass);
        if (node.InputCount > 2 && node.Arguments.Second == 0) Pass(node, 2, node.Arguments.SavedThird, gradient, pass);
        if (node.InputCount > 2) Pass(node, node.InputCount - 1, node.Arguments.SavedFourth, gradient, pass);
    }

    private void RefuseGradient(Node? input, int index, string what)
    {
        if (input is null || !Wants(input) || runner.Differentiates(index)) return;
        throw new TrainingException($"{runner.Name} has no gradient with respect to its {what}, and this {what} requires one. Say {(index == 1 ? "target.Detach()" : "Detach() of it")} if it is to count as given{(index == 1 ? "; exchange prediction and target if it is to learn" : string.Empty)}.");
    }

    private void Pass(Node node, int input, Tensor saved, Tensor gradient, BackwardPass pass)
    {
        if (saved.IsNone || !pass.Needs(node, input)) return;
        if (Autograd.IsRecording)
        {
            pass.Add(node.Input(input), RecordedSlope(node, input, saved, gradient));
            return;
        }

        if (node.Shape.Rank == 0)
        {
            // Nearly always the loss is the end: its gradient is 1, and what was saved is the answer.
            var factor = gradient.Item();
            pass.Add(node.Input(input), factor == 1 ? saved : saved * factor);
        }
        else
        {
            var each = node.Arguments.First >= 0 ? gradient.Reshape(saved.Shape.With(node.Arguments.First, 1)).BroadcastTo(saved.Shape) : gradient;
            pass.Add(node.Input(input), saved * each);
        }
    }

    private static bool HasSeveralGradients(Node node)
    {
        var count = 0;
        for (var i = 0; i < node.InputCount; i++) count += node.Input(i).RequiresGradient ? 1 : 0;
        return count > 1;
    }

    /// <summary>Gradients across several elements or inputs as results of their own: the formula once more, read as tensor operations.</summary>
    private void Record(Node node, Tensor gradient, BackwardPass pass)
    {
        if (node.Arguments.Extra is not null) throw RecordedLoss.Masked(runner.Name);
        var arguments = node.Arguments;
        var factors = Factors(node);
        RecordedLoss.Pass(node, runner.IsRow ? RowTerms : PointTerms, factors, gradient, pass);

        Tensor RowTerms(Tensor[] inputs)
        {
            var target = Rows(inputs[1], inputs[1].Type == ElementType.Int32 ? -1 : arguments.First);
            var classWeights = arguments.ClassWeight.IsNone ? [] : arguments.ClassWeight.ToArray();
            return runner.RowTerms(RecordedLoss.Counted(Rows(inputs[0], arguments.First), factors), RecordedLoss.Counted(target, factors), classWeights);
        }

        Tensor PointTerms(Tensor[] inputs) => this.PointTerms(node, i => inputs[i], factors);
    }

    private static Tensor Factors(Node node)
    {
        var prediction = node.Input(0);
        var terms = node.Arguments.First < 0 ? prediction.Count : prediction.Count / Math.Max(prediction.Shape[node.Arguments.First], 1);
        var factors = RecordedLoss.Factors(node, node.Arguments.Weight, terms, node.Type);
        var target = node.InputCount > 1 ? node.Input(1) : null;
        if (target?.Type != ElementType.Int32 || node.Arguments.IgnoredLabel is not { } ignored || ignored == IgnoreIndex.None) return factors;
        float[] kept = [.. new Tensor(target).ToArray().Select(label => label == ignored ? 0f : 1f)];
        return factors * Tensor.Of(kept, factors.Shape).To(factors.Type);
    }

    /// <summary>[rows, classes], or labels [rows] where there is no axis of classes.</summary>
    private static Tensor Rows(Tensor of, int axis)
    {
        if (axis < 0) return of.Reshape([of.Count]);
        var classes = of.Shape[axis];
        int[] order = [.. Enumerable.Range(0, of.Rank).Where(i => i != axis), axis];
        return of.Permute(order).Reshape([of.Count / classes, classes]);
    }

    /// <summary>The gradient as a result of its own, whose gradient is the exact curvature of a point loss.</summary>
    private Tensor RecordedSlope(Node node, int input, Tensor saved, Tensor gradient)
    {
        if (node.Arguments.Extra is not null) throw RecordedLoss.Masked(runner.Name);
        var curvature = Node.New(saved.Shape, saved.Type);
        if (saved.Type == ElementType.Single) Bend<float>(node, input, curvature);
        else Bend<double>(node, input, curvature);
        return LossSlope.Apply(new Tensor(node.Input(input)), saved, new Tensor(curvature), Recorded) * (node.Shape.Rank == 0 ? gradient.BroadcastTo(saved.Shape) : gradient);

        // The same curvature as tensor operations, for derivatives beyond it.
        Tensor Recorded(Tensor x)
        {
            var own = HigherDerivative.Own(x);
            var factors = Factors(node);
            return HigherDerivative.Second(() => PointTerms(node, i => i == input ? own : new Tensor(node.Input(i)), factors) * factors, own);
        }
    }

    /// <summary>The terms of a loss of points in one row, by the formula read as tensor operations.</summary>
    private Tensor PointTerms(Node node, Func<int, Tensor> inputs, Tensor factors)
    {
        var all = new Tensor[4];
        for (var i = 0; i < node.InputCount; i++) all[i < 2 ? i : i + node.Arguments.Second] = RecordedLoss.Counted(inputs(i).Reshape([inputs(i).Count]), factors);
        return runner.PointTerms(all);
    }

    /// <summary>Fills the curvature of the mean or sum that the node is.</summary>
    private void Bend<TElement>(Node node, int input, Node curvature)
        where TElement : unmanaged
    {
        var arguments = node.Arguments;
        var inputs = node.InputCount;
        var batch = new LossBatch<TElement>
        {
            Prediction = Tensor.Elements<TElement>(node.Input(0)),
            Target = inputs > 1 ? Tensor.Elements<TElement>(node.Input(1)) : default,
            SampleWeight = Span<TElement>(arguments.Weight),
            Reduction = (Minima.Reduction)arguments.Third,
            WeightedMean = (WeightedMean)arguments.Fourth,
            Threads = Threads.Most,
        };
        for (var i = 2; i < inputs; i++) batch.SetInput(i + arguments.Second, Tensor.Elements<TElement>(node.Input(i)));
        batch.SetHessian(input == 2 ? 2 + arguments.Second : input, Tensor.Elements<TElement>(curvature));
        runner.Run(ref batch);
    }

    private LossResult Run<TElement>(Node node, int axis, Node first, Node? second, Node? third, Node? fourth, in LossArguments arguments)
        where TElement : unmanaged
    {
        if (axis >= 0) return RunRows<TElement>(node, axis, first, second!, arguments);
        var batch = new LossBatch<TElement>
        {
            Prediction = Tensor.Elements<TElement>(first),
            Target = second is null ? default : Tensor.Elements<TElement>(second),
            Gradient = Span<TElement>(node.Arguments.Saved),
            TargetGradient = Span<TElement>(node.Arguments.SavedToo),
            Terms = node.Shape.Rank == 0 && arguments.Reduction != Minima.Reduction.None ? default : Tensor.Elements<TElement>(node),
            SampleWeight = Span<TElement>(node.Arguments.Weight),
            Mask = arguments.Mask,
            Reduction = arguments.Reduction,
            WeightedMean = arguments.WeightedMean,
            Threads = Threads.Most,
        };
        batch.SetInput(2, third is null ? default : Tensor.Elements<TElement>(third));
        batch.SetInput(3, fourth is null ? default : Tensor.Elements<TElement>(fourth));
        batch.SetGradient(2, Span<TElement>(node.Arguments.SavedThird));
        batch.SetGradient(3, Span<TElement>(node.Arguments.SavedFourth));
        return runner.Run(ref batch);
    }

    private LossResult RunRows<TElement>(Node node, int axis, Node first, Node second, in LossArguments arguments)
        where TElement : unmanaged
    {
        var inner = 1;
        for (var i = axis + 1; i < first.Shape.Rank; i++) inner *= first.Shape[i];
        var labels = second.Type == ElementType.Int32;
        var batch = new LossBatch<TElement>
        {
            Prediction = Tensor.Elements<TElement>(first),
            Labels = labels ? Tensor.Elements<int>(second) : default,
            Target = labels ? default : Tensor.Elements<TElement>(second),
            Classes = first.Shape[axis],
            Inner = inner,
            ClassWeights = Span<TElement>(node.Arguments.ClassWeight),
            IgnoreIndex = arguments.IgnoreIndex,
            SampleWeight = Span<TElement>(node.Arguments.Weight),
            Mask = arguments.Mask,
            Gradient = Span<TElement>(node.Arguments.Saved),
            TargetGradient = Span<TElement>(node.Arguments.SavedToo),
            Terms = arguments.Reduction == Minima.Reduction.None ? Tensor.Elements<TElement>(node) : default,
            Reduction = arguments.Reduction,
            WeightedMean = arguments.WeightedMean,
            Threads = Threads.Most,
        };
        return runner.Run(ref batch);
    }

    private static bool Wants(Node node) => node.RequiresGradient && Autograd.IsRecording;

    private static Span<TElement> Span<TElement>(Tensor tensor)
        where TElement : unmanaged => tensor.IsNone ? default : Tensor.Elements<TElement>(tensor.Node);

    private static void Put(Node node, double value)
    {
        if (node.Type == ElementType.Single) Tensor.Elements<float>(node)[0] = (float)value;
        else Tensor.Elements<double>(node)[0] = value;
    }

    private static int RowAxis(Node prediction, Index axis)
    {
        var value = axis.GetOffset(prediction.Shape.Rank);
        return (uint)value < (uint)prediction.Shape.Rank ? value : throw new TrainingException($"The classes were said to stand along axis {value} of the prediction, whose shape is {prediction.Shape}.");
    }
}
