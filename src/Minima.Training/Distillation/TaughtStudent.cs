using System.Globalization;

namespace Minima.Training.Distillation;

/// <summary>A student that returns hidden layers after its output, each mapped to the teacher's width if it has a linear map: [N, logits + layers].</summary>
internal sealed class TaughtStudent : Module
{
    private readonly Module _student;
    private readonly Module[] _layers;
    private readonly Linear?[] _maps;

    public TaughtStudent(Module student, Module[] layers, Linear?[] maps)
    {
        (_student, _layers, _maps) = (AddWhole(student), layers, maps);
        for (var i = 0; i < maps.Length; i++)
        {
            if (maps[i] is not { } map) continue;
            var name = string.Create(CultureInfo.InvariantCulture, $"hint_{i}");
            while (student.Children.Any(child => child.Name == name)) name += "_";
            Add(name, map);
        }
    }

    public override string ToString() => $"TaughtStudent({_student})";

    protected override Tensor Compute(Tensor input)
    {
        using var hidden = HiddenOutputs.Watch(_layers);
        var shown = new Tensor[_layers.Length + 1];
        shown[0] = _student.Forward(input);
        for (var i = 0; i < _layers.Length; i++)
        {
            var rows = hidden.Rows(i, input.Shape[0]);
            shown[i + 1] = _maps[i]?.Forward(rows) ?? rows;
        }

        return Tensor.Concatenate(1, shown);
    }
}
