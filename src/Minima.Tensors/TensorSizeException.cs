namespace Minima.Tensors;

/// <summary>A tensor of more numbers than one can hold.</summary>
internal sealed class TensorSizeException(string message) : TrainingException(message);
