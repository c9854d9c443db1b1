namespace Minima.Tensors;

/// <summary>Checks the inputs of a loss on tensors against its entry: number, type, axes, labels, domains.</summary>
internal static class TensorLossInputs
{
    private const string Leading = "...";
    private const string Single = "1";

    /// <summary>The inputs for the formula: as many as it has, and those without a gradient detached from their history.</summary>
    public static Tensor[] Check(LossEntry entry, ITensorLoss formula, ReadOnlySpan<Tensor> given)
    {
        var infos = entry.Inputs;
        if (given.Length > infos.Count) throw new LossException(LossError.UnknownInput, $"{entry.Key} takes {infos.Count} inputs, not {given.Length}: {string.Join(", ", infos.Select(i => i.Name))}.");
        var inputs = new Tensor[infos.Count];
        given.CopyTo(inputs);
        var lengths = new Dictionary<string, (int Length, string Of)>(StringComparer.Ordinal);
        ElementType? type = null;
        for (var i = 0; i < inputs.Length; i++)
        {
            var info = infos[i];
            if (inputs[i].IsNone)
            {
                if (!info.IsOptional) throw new LossException(LossError.MissingInput, $"{entry.Key}: the input {info.Name} is missing{(info.Axes.Length == 0 ? string.Empty : $"; give a tensor with the axes [{info.Axes}]")}.");
                continue;
            }

            // One number may be given as a scalar; its gradient then is a scalar too.
            if (info.Axes == Single && inputs[i].Rank == 0) inputs[i] = inputs[i].Reshape([1]);
            CheckAxes(entry, info, inputs[i], lengths);
            if (info.Kind == InputKind.TensorOfLabels) continue;
            inputs[i] = CheckReal(entry, formula, i, inputs[i], ref type);
        }

        // Labels last: the axis that they index may belong to a later input.
        for (var i = 0; i < inputs.Length; i++)
        {
            if (infos[i].Kind == InputKind.TensorOfLabels && !inputs[i].IsNone) inputs[i] = CheckLabels(entry, infos[i], inputs[i], lengths);
        }

        return inputs;
    }

    private static Tensor CheckReal(LossEntry entry, ITensorLoss formula, int index, Tensor input, ref ElementType? type)
    {
        var info = entry.Inputs[index];
        if (input.Type == ElementType.Int32) throw new LossException(LossError.Shape, $"{entry.Key}: {info.Name} is int {input.Shape}; it must be float or double. Convert it with To(ElementType).");
        if (type is { } other && other != input.Type) throw new LossException(LossError.Shape, $"{entry.Key}: {info.Name} is {input.Type}, but the inputs before it are {other}; all must have the same type. Convert one with To(ElementType).");
        type = input.Type;
        var dense = input.Contiguous();
        var domain = TensorLoss.DomainOf(entry, formula, index);
        if (!domain.IsReal)
        {
            var outside = dense.Type == ElementType.Single ? DomainCheck.FirstOutside(dense.Read<float>(), domain, default) : DomainCheck.FirstOutside(dense.Read<double>(), domain, default);
            if (outside >= 0) throw Throw.InputDomain(entry.Key, info.Name, outside, dense.Type == ElementType.Single ? dense.Read<float>()[outside] : dense.Read<double>()[outside], domain);
        }

        if (info.Differentiated) return dense;
        if (dense.RequiresGradient && Autograd.IsRecording) throw new LossException(LossError.Shape, $"{entry.Key} has no gradient with respect to {info.Name}, but this tensor requires one. Pass {info.Name}.Detach() if it is a constant.");
        return dense;
    }

    private static Tensor CheckLabels(LossEntry entry, InputInfo info, Tensor labels, Dictionary<string, (int Length, string Of)> lengths)
    {
        if (labels.Type != ElementType.Int32) throw new LossException(LossError.Label, $"{entry.Key}: {info.Name} is {labels.Type} {labels.Shape}; it must be int. Use Tensor.Of with int values, or To(ElementType.Int32).");
        var dense = labels.Contiguous();
        if (info.LabelAxis.Length == 0) return dense;
        var count = lengths[info.LabelAxis].Length;
        var values = dense.Read<int>();
        for (var i = 0; i < values.Length; i++)
        {
            if ((uint)values[i] >= (uint)count) throw Throw.Label(entry.Key, i, values[i], count, null);
        }

        return dense;
    }

    private static void CheckAxes(LossEntry entry, InputInfo info, Tensor input, Dictionary<string, (int Length, string Of)> lengths)
    {
        if (info.Axes.Length == 0) return;
        var names = info.Axes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var leading = names[0] == Leading ? input.Rank - (names.Length - 1) : 0;
        var rank = names[0] == Leading ? Math.Max(leading, 0) + names.Length - 1 : names.Length;
        if (input.Rank != rank) throw new LossException(LossError.Shape, $"{entry.Key}: {info.Name} has the shape {input.Shape}; its axes must be [{info.Axes}].");
        if (names[0] == Leading && !lengths.TryAdd(Leading, (leading, info.Name)) && lengths[Leading].Length != leading)
            throw Throw.Shape(entry.Key, info.Name, input.Shape.ToString(), lengths[Leading].Of, $"{lengths[Leading].Length} leading axes", leading == 0 || lengths[Leading].Length == 0);
        for (var axis = 0; axis < rank; axis++)
        {
            var name = names[0] != Leading ? names[axis] : axis < leading ? $"leading axis {axis}" : names[axis - leading + 1];
            var length = input.Shape[axis];
            if (int.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var fixedLength))
            {
                if (length != fixedLength) throw new LossException(LossError.Shape, $"{entry.Key}: {info.Name} has the shape {input.Shape}; axis {axis} must have the length {fixedLength}.");
                continue;
            }

            if (!lengths.TryAdd(name, (length, info.Name)) && lengths[name].Length != length)
                throw Throw.Shape(entry.Key, info.Name, input.Shape.ToString(), lengths[name].Of, $"{name} = {lengths[name].Length} along axis {axis}", length == 1 || lengths[name].Length == 1);
        }
    }
}
