namespace Minima.Training.Distillation;

/// <summary>What a teacher makes of inputs: as it predicts, without history, and left as it was.</summary>
internal sealed class TeacherAnswers(Module teacher, Module[] layers)
{
    /// <summary>How many tensors an answer is.</summary>
    public int Count => layers.Length + 1;

    /// <summary>What it says, then what its layers make, row by row.</summary>
    public Tensor[] Of(Tensor inputs)
    {
        var wasTraining = teacher.IsTraining;
        teacher.Train(training: false);
        try
        {
            using var silence = Autograd.NoGradient();
            using var hidden = HiddenOutputs.Watch(layers);
            var said = teacher.Forward(inputs);
            return [said, .. Enumerable.Range(0, layers.Length).Select(layer => hidden.Rows(layer, inputs.Shape[0]))];
        }
        finally
        {
            teacher.Train(wasTraining);
        }
    }
}
