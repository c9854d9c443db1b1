namespace Minima.Tensors;

/// <summary>
/// A loss as one node: the core's fused kernel computes value and gradients in one forward pass, and the backward pass only passes them
/// on. The gradient of a point loss's gradient is its exact curvature; across elements or inputs the formula is evaluated by tensor operations.
/// </summary>
internal sealed class LossOperation(ILossRunner runner) : Operation
{
    private readonly LossForm _form = runner.Form;

    public override string Name => runner.Name;

    /// <param name="prediction">The first input.</param>
    /// <param name="target">The second; none for a loss of one input.</param>
    /// <param name="arguments">All other arguments.</param>
    public Tensor Apply(Tensor prediction, Tensor target, in LossArguments arguments)
    {
        var first = prediction.Contiguous().RealNode(Name);
        var second = target.IsNone ? null : target.Contiguous().Node;
        var axis = _form.AxisOf(first.Shape, arguments.ClassAxis);
        _form.Check(Name, first, second, axis, arguments);
        var third = arguments.Third.IsNone ? null : arguments.Third.Contiguous().RealNode(Name);
        var fourth = arguments.Fourth.IsNone ? null : arguments.Fourth.Contiguous().RealNode(Name);
        var terms = arguments.Reduction == Minima.Reduction.None;
        var node = Node.New(terms ? _form.TermsOf(first.Shape, axis) : Shape.Scalar, first.Type, this, first, second, third ?? fourth, third is null ? null : fourth);
        node.Arguments.First = axis;
        node.Arguments.Second = third is null ? 1 : 0;
        node.Arguments.Third = (int)arguments.Reduction;
        node.Arguments.Fourth = (int)arguments.WeightedMean;
        node.Arguments.Weight = arguments.Weight.IsNone ? default : arguments.Weight.Contiguous();
        if (axis >= 0)
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
            ? Run<float>(node, terms, first, second, third, fourth, arguments)
            : Run<double>(node, terms, first, second, third, fourth, arguments);
        if (!terms) Put(node, result.Value);
        node.LossResult = result;
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording && (!_form.IsOfElements || HasSeveralGradients(node)))
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
        throw new TrainingException($"{Name} has no gradient with respect to its {what}, but this {what} requires one. Pass {(index == 1 ? "target.Detach()" : "Detach() of it")} if it is a constant{(index == 1 ? "; swap prediction and target if the model should learn it" : string.Empty)}.");
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
            // Nearly always the loss is the output: its gradient is 1, and the saved gradients are the result.
            var factor = gradient.Item();
            pass.Add(node.Input(input), factor == 1 ? saved : saved * factor);
        }
        else
        {
            pass.Add(node.Input(input), saved * _form.Spread(gradient, saved.Shape, node.Arguments.First));
        }
    }

    private static bool HasSeveralGradients(Node node)
    {
        var count = 0;
        for (var i = 0; i < node.InputCount; i++) count += node.Input(i).RequiresGradient ? 1 : 0;
        return count > 1;
    }

    /// <summary>Computes gradients across several elements or inputs as differentiable tensors: evaluates the formula again, by tensor operations.</summary>
    private void Record(Node node, Tensor gradient, BackwardPass pass)
    {
        if (node.Arguments.Extra is not null) throw RecordedLoss.Masked(Name);
        var factors = Factors(node);
        RecordedLoss.Pass(node, inputs => Terms(node, i => inputs[i], factors), factors, gradient, pass);
    }

    private Tensor Factors(Node node)
    {
        var prediction = node.Input(0);
        var terms = _form.TermsOf(prediction.Shape, node.Arguments.First).Count;
        var factors = RecordedLoss.Factors(node, node.Arguments.Weight, terms, node.Type) / (_form.IsScalar ? terms : 1);
        var target = node.InputCount > 1 ? node.Input(1) : null;
        if (target?.Type != ElementType.Int32 || node.Arguments.IgnoredLabel is not { } ignored || ignored == IgnoreIndex.None) return factors;
        float[] kept = [.. new Tensor(target).ToArray().Select(label => label == ignored ? 0f : 1f)];
        return factors * Tensor.Of(kept, factors.Shape).To(factors.Type);
    }

    /// <summary>The gradient as a tensor whose own gradient is the exact curvature of a point loss.</summary>
    private Tensor RecordedSlope(Node node, int input, Tensor saved, Tensor gradient)
    {
        if (node.Arguments.Extra is not null) throw RecordedLoss.Masked(Name);
        var curvature = Node.New(saved.Shape, saved.Type);
        if (saved.Type == ElementType.Single) Bend<float>(node, input, curvature);
        else Bend<double>(node, input, curvature);
        return LossSlope.Apply(new Tensor(node.Input(input)), saved, new Tensor(curvature), Recorded) * (node.Shape.Rank == 0 ? gradient.BroadcastTo(saved.Shape) : gradient);

        // The same curvature as tensor operations, for derivatives beyond it.
        Tensor Recorded(Tensor x)
        {
            var own = HigherDerivative.Own(x);
            var factors = Factors(node);
            return HigherDerivative.Second(() => Terms(node, i => i == input ? own : new Tensor(node.Input(i)), factors) * factors, own);
        }
    }

    /// <summary>The terms in one row, by evaluating the formula with tensor operations.</summary>
    private Tensor Terms(Node node, Func<int, Tensor> inputs, Tensor factors)
    {
        var all = new Tensor[4];
        for (var i = 0; i < node.InputCount; i++) all[i < 2 ? i : i + node.Arguments.Second] = _form.Counted(inputs(i), node.Arguments.First, factors);
        double[] classWeights = node.Arguments.ClassWeight.IsNone ? [] : node.Arguments.ClassWeight.ToArray();
        return runner.Terms(new FormulaInputs(all, classWeights, _form.LayoutOf(node.Input(0).Shape)));
    }

    /// <summary>Fills in the curvature of the node's mean or sum.</summary>
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

    private LossResult Run<TElement>(Node node, bool terms, Node first, Node? second, Node? third, Node? fourth, in LossArguments arguments)
        where TElement : unmanaged
    {
        var labels = second?.Type == ElementType.Int32;
        var batch = new LossBatch<TElement>
        {
            Prediction = Tensor.Elements<TElement>(first),
            Target = second is null || labels ? default : Tensor.Elements<TElement>(second),
            Labels = labels ? Tensor.Elements<int>(second!) : default,
            ClassWeights = Span<TElement>(node.Arguments.ClassWeight),
            IgnoreIndex = node.Arguments.First >= 0 ? arguments.IgnoreIndex : null,
            Gradient = Span<TElement>(node.Arguments.Saved),
            TargetGradient = Span<TElement>(node.Arguments.SavedToo),
            Terms = terms ? Tensor.Elements<TElement>(node) : default,
            SampleWeight = Span<TElement>(node.Arguments.Weight),
            Mask = arguments.Mask,
            Reduction = arguments.Reduction,
            WeightedMean = arguments.WeightedMean,
            Threads = Threads.Most,
        };
        _form.SetSizes(ref batch, first.Shape, node.Arguments.First);
        batch.SetInput(2, third is null ? default : Tensor.Elements<TElement>(third));
        batch.SetInput(3, fourth is null ? default : Tensor.Elements<TElement>(fourth));
        batch.SetGradient(2, Span<TElement>(node.Arguments.SavedThird));
        batch.SetGradient(3, Span<TElement>(node.Arguments.SavedFourth));
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
}
