namespace Minima.Tensors;

/// <summary>A loss of pairs of boxes as one node: the core's engine gives value and gradients on the way forward, and on the way back they are passed on.</summary>
internal sealed class BoxLossOperation(IBoxRunner runner) : Operation
{
    private const int Corners = 4;

    public override string Name => runner.Name;

    /// <param name="prediction">[..., 4]: x1, y1, x2, y2.</param>
    /// <param name="target">In the same shape.</param>
    /// <param name="arguments">Reduction; a weight and a mask with one element for each box.</param>
    public Tensor Apply(Tensor prediction, Tensor target, in LossArguments arguments)
    {
        var first = prediction.Contiguous().RealNode(runner.Name);
        if (first.Shape.Rank == 0 || first.Shape[^1] != Corners) throw new TrainingException($"{runner.Name}: the prediction has the shape {first.Shape}; [.., 4] is expected, x1, y1, x2, y2 of each box.");
        var second = Target(first, target, arguments);
        var shape = TermsOf(first.Shape);
        if (!arguments.Weight.IsNone && (arguments.Weight.Shape != shape || arguments.Weight.Type != first.Type))
            throw new TrainingException($"{runner.Name}: the weight is {arguments.Weight.Type} {arguments.Weight.Shape}; {first.Type} {shape}, one number for each box, is expected.");
        var terms = arguments.Reduction == Minima.Reduction.None;
        var node = Node.New(terms ? shape : Shape.Scalar, first.Type, this, first, second);
        node.Arguments.Weight = arguments.Weight.IsNone ? default : arguments.Weight.Contiguous();
        node.Arguments.Extra = arguments.Mask.IsEmpty ? null : RecordedLoss.MaskGiven;
        if (first.RequiresGradient && Autograd.IsRecording) node.Arguments.Saved = new Tensor(Node.New(first.Shape, first.Type));
        if (second.RequiresGradient && Autograd.IsRecording) node.Arguments.SavedToo = new Tensor(Node.New(first.Shape, first.Type));
        var result = first.Type == ElementType.Single ? Run<float>(node, terms, arguments) : Run<double>(node, terms, arguments);
        if (!terms && first.Type == ElementType.Single) Tensor.Elements<float>(node)[0] = (float)result.Value;
        else if (!terms) Tensor.Elements<double>(node)[0] = result.Value;
        node.LossResult = result;
        return node.Finish();
    }

    /// <summary>One term for each box.</summary>
    public static Shape TermsOf(in Shape boxes) => boxes.Without(boxes.Rank - 1);

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording)
        {
            Record(node, gradient, pass);
            return;
        }

        for (var input = 0; input < 2; input++)
        {
            var saved = input == 0 ? node.Arguments.Saved : node.Arguments.SavedToo;
            if (saved.IsNone || !pass.Needs(node, input)) continue;
            if (node.Shape.Rank == 0 && gradient.Item() == 1) pass.Add(node.Input(input), saved);
            else pass.Add(node.Input(input), saved * (gradient.Rank == 0 ? gradient : gradient.Reshape(gradient.Shape.Insert(gradient.Rank, 1))).BroadcastTo(saved.Shape));
        }
    }

    private void Record(Node node, Tensor gradient, BackwardPass pass)
    {
        if (node.Arguments.Extra is not null) throw RecordedLoss.Masked(runner.Name);
        var factors = RecordedLoss.Factors(node, node.Arguments.Weight, node.Input(0).Count / Corners, node.Type);
        RecordedLoss.Pass(node, inputs => runner.Terms(RecordedLoss.Counted(Boxes(inputs[0]), factors), RecordedLoss.Counted(Boxes(inputs[1]), factors)), factors, gradient, pass);
    }

    private static Tensor Boxes(Tensor corners) => corners.Reshape([corners.Count / Corners, Corners]);

    private Node Target(Node prediction, Tensor target, in LossArguments arguments)
    {
        if (!arguments.Third.IsNone || !arguments.Fourth.IsNone || !arguments.ClassWeight.IsNone || arguments.IgnoreIndex is not null || arguments.ClassAxis is not null)
            throw new TrainingException($"{runner.Name}: further inputs, class weights, an ignored label or a class axis were given; it takes predicted and true boxes.");
        if (target.IsNone) throw new TrainingException($"{runner.Name} was given no target; a box for each of the prediction {prediction.Shape} is expected.");
        var node = target.Contiguous().Node;
        if (node.RequiresGradient && Autograd.IsRecording && !runner.DifferentiatesTarget) throw new TrainingException($"{runner.Name} has no gradient with respect to its target, and this target requires one. Say target.Detach() if it is to count as given.");
        return node.Shape == prediction.Shape && node.Type == prediction.Type
            ? node
            : throw new TrainingException($"{runner.Name}: the target is {node.Type} {node.Shape}, the prediction {prediction.Type} {prediction.Shape}; they must be equal. Reshape, or convert by To(ElementType).");
    }

    private LossResult Run<TElement>(Node node, bool terms, in LossArguments arguments)
        where TElement : unmanaged
    {
        var batch = new LossBatch<TElement>
        {
            Prediction = Tensor.Elements<TElement>(node.Input(0)),
            Target = Tensor.Elements<TElement>(node.Input(1)),
            SampleWeight = node.Arguments.Weight.IsNone ? default : Tensor.Elements<TElement>(node.Arguments.Weight.Node),
            Mask = arguments.Mask,
            Gradient = node.Arguments.Saved.IsNone ? default : Tensor.Elements<TElement>(node.Arguments.Saved.Node),
            TargetGradient = node.Arguments.SavedToo.IsNone ? default : Tensor.Elements<TElement>(node.Arguments.SavedToo.Node),
            Terms = terms ? Tensor.Elements<TElement>(node) : default,
            Reduction = arguments.Reduction,
            WeightedMean = arguments.WeightedMean,
            Threads = Threads.Most,
        };
        return runner.Run(ref batch);
    }
}
