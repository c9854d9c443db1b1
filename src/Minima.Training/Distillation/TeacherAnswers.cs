namespace Minima.Training.Distillation;

/// <summary>The outputs of a teacher for inputs: in prediction mode, without gradient history, and with the teacher left unchanged.</summary>
internal sealed class TeacherAnswers(Module teacher, Module[] layers)
{
    /// <summary>The number of tensors in an answer.</summary>
    public int Count => layers.Length + 1;

    /// <summary>The teacher's output, then the outputs of its layers, row by row.</summary>
    public Tensor[] Of(Tensor inputs)
    {
        var wasTraining = teacher.IsTraining;
        teacher.Train(training: false);
        try
        {
            using var silence = Autograd.NoGradient();
            using var hidden = HiddenOutputs.Watch(layers);
            var output = teacher.Forward(inputs);
            return [output, .. Enumerable.Range(0, layers.Length).Select(layer => hidden.Rows(layer, inputs.Shape[0]))];
        }
        finally
        {
            teacher.Train(wasTraining);
        }
    }
}
