namespace Minima.Tensors;

/// <summary>The way from tensors to a batch of a loss of one shape, and from its terms to a tensor: the difference between shapes for <see cref="LossOperation"/>.</summary>
internal abstract class LossForm
{
    /// <summary>True if each element is a term.</summary>
    public virtual bool IsOfElements => false;

    /// <summary>True if the value is not a mean of terms; the values of several groups are averaged.</summary>
    public virtual bool IsScalar => false;

    /// <summary>The form of a loss chosen at run time.</summary>
    public static LossForm Of(Loss loss) => loss.Groups is { } groups ? new SumForm(loss.Entry.Key, groups, loss.Entry.Sums!)
        : loss.Entry.Inputs[0].Kind == InputKind.Box ? new BoxForm()
        : loss.Entry.Row is null ? new PointForm() : new RowForm();

    /// <summary>The axis of the classes; -1 if there is none.</summary>
    public virtual int AxisOf(in Shape prediction, Index? given) => -1;

    /// <summary>The shape of the terms.</summary>
    public abstract Shape TermsOf(in Shape prediction, int axis);

    /// <summary>The groups of a loss of sums.</summary>
    public virtual SumLayout LayoutOf(in Shape prediction) => default;

    /// <summary>Sets the sizes by which the engine reads arrays.</summary>
    public virtual void SetSizes<TElement>(ref LossBatch<TElement> batch, in Shape prediction, int axis)
        where TElement : unmanaged
    {
    }

    /// <summary>Repeats the gradient of each term for the elements that the term is made of.</summary>
    public abstract Tensor Spread(Tensor gradient, in Shape elements, int axis);

    /// <summary>An input in the form for <see cref="FormulaTerms"/>, with 0 in place of terms that do not count.</summary>
    public abstract Tensor Counted(Tensor input, int axis, Tensor factors);

    /// <summary>Throws for predictions, targets and weights that the loss cannot take.</summary>
    public void Check(string name, Node prediction, Node? target, int axis, in LossArguments arguments)
    {
        CheckInputs(name, prediction, target, axis, arguments);
        var terms = TermsOf(prediction.Shape, axis);
        if (!arguments.Weight.IsNone && (arguments.Weight.Shape != terms || arguments.Weight.Type != prediction.Type))
            throw new TrainingException($"{name}: the weight is {arguments.Weight.Type} {arguments.Weight.Shape}; it must be {prediction.Type} {terms}, one number for each term.");
        if (axis >= 0) CheckInput(name, "class weight", arguments.ClassWeight, [prediction.Shape[axis]], prediction.Type);
        CheckInput(name, "third input", arguments.Third, prediction.Shape, prediction.Type);
        CheckInput(name, "fourth input", arguments.Fourth, prediction.Shape, prediction.Type);
        if (!arguments.Mask.IsEmpty && arguments.Mask.Length != terms.Count) throw new TrainingException($"{name}: the mask has {arguments.Mask.Length} entries, but there are {terms.Count} terms (shape {terms}). Give one entry for each term.");
    }

    /// <summary>Throws for predictions and targets that the loss cannot take.</summary>
    protected abstract void CheckInputs(string name, Node prediction, Node? target, int axis, in LossArguments arguments);

    /// <summary>Checks the inputs of a loss that takes only a prediction and a target, which are numbers of one shape.</summary>
    protected static void CheckPair(string name, Node prediction, Node? target, in LossArguments arguments)
    {
        if (!arguments.Third.IsNone || !arguments.Fourth.IsNone || !arguments.ClassWeight.IsNone || arguments.IgnoreIndex is not null || arguments.ClassAxis is not null)
            throw new TrainingException($"{name} takes only a prediction and a target of the same shape. Leave out further inputs, class weights, the ignored label and the class axis.");
        if (target is null) throw new TrainingException($"{name} needs a target with one number for each element of the prediction {prediction.Shape}.");
        if (target.Shape != prediction.Shape || target.Type != prediction.Type)
            throw new TrainingException($"{name}: the target is {target.Type} {target.Shape}, the prediction {prediction.Type} {prediction.Shape}; type and shape must be equal. Use Reshape or To(ElementType).");
    }

    /// <summary>The layer in which the loss is applied, for messages.</summary>
    protected static string Where => Autograd.CurrentLayer is { } layer ? $" in layer {layer}" : string.Empty;

    /// <summary>Throws for a target of another type of number.</summary>
    protected static void CheckType(string name, Node prediction, Node target)
    {
        if (target.Type != ElementType.Int32 && target.Type != prediction.Type) throw new TrainingException($"{name}{Where}: the prediction is {prediction.Type}, the target {target.Type}. Convert one with To(ElementType).");
    }

    /// <summary>The first-choice losses of the catalogue for such targets.</summary>
    protected static string Fitting(bool labels)
    {
        var names = Catalogue.All.Where(entry => !entry.TakesTensors && (entry.Row is not null) == labels && entry.DefaultFor != default).Select(entry => entry.Key).ToArray();
        return $"Losses for {(labels ? "labels" : "numbers")} are {string.Join(", ", names)} and others; `minima losses` lists them.";
    }

    private static void CheckInput(string name, string what, Tensor input, in Shape shape, ElementType type)
    {
        if (!input.IsNone && (input.Shape != shape || input.Type != type)) throw new TrainingException($"{name}: the {what} is {input.Type} {input.Shape}; it must be {type} {shape}.");
    }
}
