using Minima.Tensors.Kernels;

namespace Minima.Training.Quantization;

/// <summary>Collects the steps of an integer network from the layers of a quantised model, and tracks the layout of the data between them.</summary>
/// <param name="channels">The number of channels of the input images; 0 for rows.</param>
/// <param name="image">The size of the input images.</param>
internal sealed class IntegerSteps(int channels, Extent image)
{
    private readonly List<(IntegerLinear? Map, ConvolutionShape? Windows, int Stride)> _steps = [];
    private bool _isImage = channels > 0;
    private int _channels = channels;
    private Extent _image = image;

    /// <summary>The number of levels from a position of the image to the next: input images are dense, later ones are padded to whole vectors.</summary>
    private int _stride = channels;

    private bool _isFlat;

    /// <summary>The storage size.</summary>
    public long SizeInBytes { get; private set; }

    /// <summary>Adds a layer.</summary>
    /// <exception cref="TrainingException">It has no integer form, or not at this place.</exception>
    public void Add(Module layer)
    {
        switch (layer)
        {
            case QuantizedLinear linear when !_isImage || _isFlat:
                AddLinear(linear);
                break;
            case QuantizedConv2D convolution when _isImage && !_isFlat:
                AddConvolution(convolution);
                break;
            case MaxPool2D pool when _isImage && !_isFlat && _steps.Count > 0:
                AddPool(pool);
                break;
            case Activation { Name: "relu" } when _steps.Count > 0 && _steps[^1].Map is { } map:
                _steps[^1] = _steps[^1] with { Map = map.WithRelu() };
                break;
            case Flatten when _isImage || _steps.Count == 0:
                _isFlat = _isImage;
                break;
            case Dropout:
                break;
            default:
                throw new TrainingException($"{layer} has no integer form here. Quantised linear layers, relu after them, and dropout have one. If the size of images is given, so do quantised convolutions, MaxPool2D after them, and flatten. Otherwise run the quantised model as it is.");
        }
    }

    /// <summary>The steps; the last one returns floats.</summary>
    /// <exception cref="TrainingException">There is none, or the last one is not a linear layer.</exception>
    public IntegerStep[] Finish()
    {
        if (_steps.Count == 0) throw new TrainingException("The model has no quantised linear layer, so there is nothing to compute with integers. Quantise one with linear layers.");
        if (_steps[^1] is not { Map: not null, Windows: null }) throw new TrainingException("The model ends in an image; an integer network ends in a quantised linear layer. Add flatten and one, or run the quantised model as it is.");
        var steps = new IntegerStep[_steps.Count];
        LevelGrid? next = null;
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            var (map, windows, stride) = _steps[i];
            var packed = map?.Packed();
            steps[i] = new IntegerStep(packed, windows, stride, next);
            next = packed?.Grid ?? next;
        }

        return steps;
    }

    private void AddLinear(QuantizedLinear layer)
    {
        var map = IntegerLinear.Of(layer);
        SizeInBytes += map.SizeInBytes;
        if (_isImage)
        {
            var numbers = _channels * _image.Height * _image.Width;
            if (map.Inputs != numbers) throw new TrainingException($"{layer} takes {map.Inputs} numbers, and an image of {_channels} channels and {_image} that comes to it has {numbers}. Give the size of the images that the model is made for.");
            map = map.Spread(_channels, _stride);
            _isImage = false;
        }

        _steps.Add((map, null, 0));
    }

    private void AddConvolution(QuantizedConv2D layer)
    {
        var inner = layer.Inner;
        if (inner.Inputs != _channels) throw new TrainingException($"{layer} takes {inner.Inputs} channels, and the layer before it gives {_channels}. Correct the model.");
        var map = IntegerLinear.Of(layer);
        SizeInBytes += map.SizeInBytes;
        Slide(layer, map, inner.Outputs, inner.Kernel, inner.Stride, inner.Padding);
    }

    private void AddPool(MaxPool2D layer) => Slide(layer, null, _channels, layer.Window, layer.Stride, layer.Padding);

    private void Slide(Module layer, IntegerLinear? map, int outputs, Extent kernel, Extent stride, Extent padding)
    {
        if (!Sizes.Fits(_image.Height, _image.Width, kernel, padding)) throw new TrainingException($"{layer} is given images of {_image}, which are smaller than its window with the padding of {padding.Short}. Give the size of the images that the model is made for.");
        var windows = new ConvolutionShape(1, _channels, _image.Height, _image.Width, outputs, kernel.Height, kernel.Width, stride.Height, stride.Width, padding.Height, padding.Width);
        _steps.Add((map, windows, _stride));
        (_channels, _image, _stride) = (outputs, new Extent(windows.OutputHeight, windows.OutputWidth), IntegerStep.Rounded(outputs));
    }
}
