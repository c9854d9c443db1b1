namespace Minima.Training;

/// <summary>Checks of parameters that are changed in place.</summary>
internal static class ParameterCheck
{
    /// <summary>Checks and returns the parameters of all groups, in order.</summary>
    public static List<Parameter> All(string owner, IReadOnlyList<ParameterGroup> groups)
    {
        var all = new List<Parameter>();
        for (var g = 0; g < groups.Count; g++)
        {
            if (groups[g].Parameters.Count == 0 && groups.Count > 1) throw new TrainingException($"{owner}: group {g} has no parameters. Leave it out.");
            all.AddRange(groups[g].Parameters);
        }

        return All(owner, all);
    }

    /// <summary>Checks and returns the parameters, each once.</summary>
    public static List<Parameter> All(string owner, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count == 0) throw new TrainingException($"{owner}: there are no parameters. Give the parameters of a model that has layers with weights.");
        var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        foreach (var parameter in parameters)
        {
            if (!seen.Add(parameter)) throw new TrainingException($"{owner}: the parameter '{parameter.Name}' is given twice; it would be changed twice. Give it once.");
        }

        return [.. parameters];
    }

    /// <summary>
    /// The names of parameters in a state. Parameters of modules that are not parts of one model may share a name:
    /// then the second gets the suffix #2.
    /// </summary>
    public static string[] Names(IReadOnlyList<Parameter> parameters)
    {
        var names = new string[parameters.Count];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = parameters[i].Name;
            for (var number = 2; !taken.Add(names[i]); number++) names[i] = $"{parameters[i].Name}#{number}";
        }

        return names;
    }

    /// <summary>The gradient of a parameter, contiguous for kernels.</summary>
    public static Node GradientNode(Parameter parameter)
    {
        var node = parameter.Gradient.Node;
        var value = parameter.Value.Node;
        return node.IsContiguous && node.Shape == value.Shape && node.Type == value.Type
            ? node
            : throw new TrainingException($"The gradient of parameter '{parameter.Name}' is {node.Type} {node.Shape}{(node.IsContiguous ? string.Empty : ", a view with gaps")}; it must be {value.Type} {value.Shape}, as the parameter is.");
    }
}
