namespace Minima.Tensors;

/// <summary>A loss of a few sums as one node: the core's engine gives value and gradient on the way forward, and on the way back the gradient is passed on.</summary>
internal sealed class SumLossOperation(ISumRunner runner) : Operation
{
    public override string Name => runner.Name;

    /// <param name="prediction">[batch, class, ...], or any shape where the sums do not tell classes apart.</param>
    /// <param name="target">In the same shape.</param>
    /// <param name="arguments">Reduction; a weight and a mask with one element for each term.</param>
    public Tensor Apply(Tensor prediction, Tensor target, in LossArguments arguments)
    {
        var first = prediction.Contiguous().RealNode(runner.Name);
        var second = Target(first, target, arguments);
        var shape = TermsOf(runner, first.Shape);
        if (!arguments.Weight.IsNone && (arguments.Weight.Shape != shape || arguments.Weight.Type != first.Type))
            throw new TrainingException($"{runner.Name}: the weight is {arguments.Weight.Type} {arguments.Weight.Shape}; {first.Type} {shape}, one number for each term, is expected.");
        var terms = arguments.Reduction == Minima.Reduction.None;
        var node = Node.New(terms ? shape : Shape.Scalar, first.Type, this, first, second);
        node.Arguments.Weight = arguments.Weight.IsNone ? default : arguments.Weight.Contiguous();
        node.Arguments.Extra = arguments.Mask.IsEmpty ? null : RecordedLoss.MaskGiven;
        if (first.RequiresGradient && Autograd.IsRecording) node.Arguments.Saved = new Tensor(Node.New(first.Shape, first.Type));
        var result = first.Type == ElementType.Single ? Run<float>(node, terms, arguments) : Run<double>(node, terms, arguments);
        if (!terms && first.Type == ElementType.Single) Tensor.Elements<float>(node)[0] = (float)result.Value;
        else if (!terms) Tensor.Elements<double>(node)[0] = result.Value;
        node.LossResult = result;
        return node.Finish();
    }

    /// <summary>The shape of the terms: what is left of the prediction's when the elements of each group have become one.</summary>
    public static Shape TermsOf(ISumRunner runner, in Shape prediction) => runner.Groups switch
    {
        SumGroups.Batch => Shape.Scalar,
        SumGroups.Rows => [RowsOf(prediction)],
        SumGroups.Classes => runner.OverClasses ? [RowsOf(prediction)] : [RowsOf(prediction), Classes(runner, prediction)],
        _ => runner.OverClasses ? Shape.Scalar : [Classes(runner, prediction)],
    };

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var saved = node.Arguments.Saved;
        if (saved.IsNone || !pass.Needs(node, 0)) return;
        if (Autograd.IsRecording) Record(node, gradient, pass);
        else if (node.Shape.Rank == 0 && gradient.Item() == 1) pass.Add(node.Input(0), saved);
        else pass.Add(node.Input(0), saved * Spread(gradient, saved.Shape));
    }

    private void Record(Node node, Tensor gradient, BackwardPass pass)
    {
        if (node.Arguments.Extra is not null) throw RecordedLoss.Masked(runner.Name);
        var shape = node.Input(0).Shape;
        var layout = SumLayout.Of(runner.Groups, runner.OverClasses, shape.Count, RowsOfBatch(shape), ClassesOfBatch(shape));
        var factors = RecordedLoss.Factors(node, node.Arguments.Weight, layout.Terms, node.Type) / (runner.IsScalar ? layout.Terms : 1);
        RecordedLoss.Pass(node, inputs => runner.Terms(inputs[0], inputs[1], layout), factors, gradient, pass);
    }

    /// <summary>The gradient of each term at the elements that the term is made of.</summary>
    private Tensor Spread(Tensor gradient, in Shape elements)
    {
        if (gradient.Rank == 0) return gradient.BroadcastTo(elements);
        Shape wide = Shape.Scalar;
        for (var axis = 0; axis < elements.Rank; axis++)
        {
            var isKept = axis == 0 ? runner.Groups != SumGroups.ClassesOfBatch : axis == 1 && runner.Groups != SumGroups.Rows && !runner.OverClasses;
            wide = wide.Insert(axis, isKept ? elements[axis] : 1);
        }

        return gradient.Reshape(wide).BroadcastTo(elements);
    }

    private Node Target(Node prediction, Tensor target, in LossArguments arguments)
    {
        if (!arguments.Third.IsNone || !arguments.Fourth.IsNone || !arguments.ClassWeight.IsNone || arguments.IgnoreIndex is not null || arguments.ClassAxis is not null)
            throw new TrainingException($"{runner.Name}: further inputs, class weights, an ignored label or a class axis were given; it takes a prediction and a target of one shape, whose second axis are the classes.");
        if (target.IsNone) throw new TrainingException($"{runner.Name} was given no target; one number for each element of the prediction {prediction.Shape} is expected.");
        var node = target.Contiguous().Node;
        if (node.Shape != prediction.Shape || node.Type != prediction.Type) throw new TrainingException($"{runner.Name}: the target is {node.Type} {node.Shape}, the prediction {prediction.Type} {prediction.Shape}; they must be equal. Reshape, or convert by To(ElementType).");
        if (node.RequiresGradient && Autograd.IsRecording) throw new TrainingException($"{runner.Name} has no gradient with respect to its target, and this target requires one. Say target.Detach() if it is to count as given.");
        return node;
    }

    private LossResult Run<TElement>(Node node, bool terms, in LossArguments arguments)
        where TElement : unmanaged
    {
        var shape = node.Input(0).Shape;
        var batch = new LossBatch<TElement>
        {
            Prediction = Tensor.Elements<TElement>(node.Input(0)),
            Target = Tensor.Elements<TElement>(node.Input(1)),
            Rows = RowsOfBatch(shape),
            Classes = ClassesOfBatch(shape),
            SampleWeight = node.Arguments.Weight.IsNone ? default : Tensor.Elements<TElement>(node.Arguments.Weight.Node),
            Mask = arguments.Mask,
            Gradient = node.Arguments.Saved.IsNone ? default : Tensor.Elements<TElement>(node.Arguments.Saved.Node),
            Terms = terms ? Tensor.Elements<TElement>(node) : default,
            Reduction = arguments.Reduction,
            WeightedMean = arguments.WeightedMean,
            Threads = Threads.Most,
        };
        return runner.Run(ref batch);
    }

    private int RowsOfBatch(in Shape prediction) => runner.Groups == SumGroups.Batch ? 1 : RowsOf(prediction);

    private int ClassesOfBatch(in Shape prediction) => runner.Groups is SumGroups.Classes or SumGroups.ClassesOfBatch ? Classes(runner, prediction) : 1;

    private static int RowsOf(in Shape prediction) => prediction.Rank == 0 ? 1 : prediction[0];

    private static int Classes(ISumRunner runner, in Shape prediction) => prediction.Rank > 1
        ? prediction[1]
        : throw new TrainingException($"{runner.Name} was given a prediction of the shape {prediction}; [batch, class, ..] is expected. Insert an axis of 1 where there is one class.");
}
