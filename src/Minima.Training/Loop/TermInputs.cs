namespace Minima.Training;

/// <summary>
/// The roles of the inputs of a term's loss: outputs of the model, or targets. A likelihood with a scale takes two outputs for each target: the prediction and
/// the scale.
/// </summary>
internal sealed class TermInputs
{
    private readonly string _term;
    private readonly Loss _loss;
    private readonly int _target;
    private readonly int _second = -1;

    /// <exception cref="TrainingException">An input is neither a prediction nor the target.</exception>
    public TermInputs(LossTerm term)
    {
        (_term, _loss) = (term.Name, term.Loss);
        var inputs = term.Loss.Entry.Inputs;
        int[] needed = term.Loss.Entry.Row is null ? [.. Enumerable.Range(0, inputs.Count).Where(index => !IsConstant(term.Loss, index))] : [0, 1];
        if (needed.Length < 3)
        {
            if (term.SecondTarget is not null) throw new TrainingException($"The term '{term.Name}' was given a second target, and {term.Loss.Entry.Key} takes {(needed.Length == 1 ? "none" : "one")}. Leave SecondTarget out.");
            (Predicted, _target) = ([0], needed.Length == 1 ? -1 : 1);
            return;
        }

        Predicted = [.. needed.Where(index => inputs[index].Differentiated)];
        int[] given = [.. needed.Where(index => !inputs[index].Differentiated)];
        _target = given.Length > 0 ? given[0] : -1;
        if (given.Length == 2 && term.SecondTarget is not null) _second = given[1];
        if (given.Length == (term.SecondTarget is null ? 1 : 2)) return;
        if (given.Length == 1) throw new TrainingException($"The term '{term.Name}' was given a second target, and {term.Loss.Entry.Key} takes one: '{inputs[given[0]].Name}'. Leave SecondTarget out.");
        throw new TrainingException(given.Length == 0
            ? $"The term '{term.Name}' takes {term.Loss.Entry.Key}, which has no target among its inputs ({string.Join(", ", inputs.Select(input => input.Name))}). An objective compares outputs with targets: apply the loss in a loop of your own."
            : $"The term '{term.Name}' takes {term.Loss.Entry.Key}, which needs '{inputs[given[1]].Name}' for every row in addition to the target. These are data, not an output of a model. Bind it as a parameter if it is one number, name the batch's target that holds it by SecondTarget, or apply the loss in a loop of your own.");
    }

    /// <summary>The inputs that are outputs of the model, in order; the prediction first.</summary>
    public IReadOnlyList<int> Predicted { get; }

    /// <summary>True if the outputs are compared with a target; a penalty on outputs, such as their entropy, has none.</summary>
    public bool HasTarget => _target >= 0;

    /// <summary>True if the loss takes two targets.</summary>
    public bool HasSecondTarget => _second >= 0;

    /// <summary>Applies the loss to outputs and targets.</summary>
    /// <param name="outputs">One for each predicted input.</param>
    /// <param name="target">The first input that is data.</param>
    /// <param name="second">The second one, or none.</param>
    /// <param name="arguments">Reduction and weights.</param>
    public Tensor Apply(ReadOnlySpan<Tensor> outputs, Tensor target, Tensor second, in LossArguments arguments)
    {
        Span<Tensor> inputs = [default, default, default, default];
        for (var i = 0; i < outputs.Length; i++) inputs[Predicted[i]] = outputs[i];
        inputs[_target] = target;
        if (_second >= 0) inputs[_second] = second;
        if (_loss is TensorLoss onTensors) return onTensors.Apply(inputs[.._loss.Entry.Inputs.Count], arguments);
        return _loss.Apply(inputs[0], inputs[1], arguments.And(inputs[2], inputs[3]));
    }

    /// <summary>The outputs of a term, one tensor for each predicted input: all predictions first, then all scales.</summary>
    /// <exception cref="TrainingException">The outputs cannot be divided equally.</exception>
    public void Split(Tensor output, Span<Tensor> parts)
    {
        var width = output.Rank == 0 ? 1 : output.Shape[^1];
        if (width % parts.Length != 0)
        {
            throw new TrainingException(
                $"The term '{_term}' takes {_loss.Entry.Key}, for which the model must give {parts.Length} numbers for each target ({string.Join(", ", Predicted.Select(index => _loss.Entry.Inputs[index].Name))}), and it has {width} outputs, of shape {output.Shape}. Give it a multiple of {parts.Length}.");
        }

        var each = width / parts.Length;
        for (var part = 0; part < parts.Length; part++) parts[part] = output.Slice(output.Rank - 1, part * each, each);
    }

    /// <summary>True if the input may be left out or is bound to a parameter.</summary>
    private static bool IsConstant(Loss loss, int input)
    {
        if (loss.Entry.Inputs[input].BoundTo is not null) return true;
        for (var i = 0; i < loss.Entry.Parameters.Count; i++)
        {
            if (loss.Entry.Parameters[i].BindsInput == input && loss.Parameters[i] is not null) return true;
        }

        return false;
    }
}
