package ckpts.diagnosis.schemes;

/** Networks of convolutions, and plain layers, as they are named. */
final class Convolutions {
    static final Dialect RESNET_TORCH = new Dialect("ResNet of torchvision", Layout.ROWS, """
            stem.conv.weight -> conv1.weight
            stem.norm.{weight,bias,mean,variance,tracked} -> bn1.{weight,bias,running_mean,running_var,num_batches_tracked}
            stage.{s}.block.{b}.conv.{1,2,3}.weight -> layer{s+1}.{b}.conv{1,2,3}.weight
            stage.{s}.block.{b}.norm.{1,2,3}.{weight,bias,mean,variance,tracked} -> layer{s+1}.{b}.bn{1,2,3}.{weight,bias,running_mean,running_var,num_batches_tracked}
            stage.{s}.block.{b}.shortcut.conv.weight -> layer{s+1}.{b}.downsample.0.weight
            stage.{s}.block.{b}.shortcut.norm.{weight,bias,mean,variance,tracked} -> layer{s+1}.{b}.downsample.1.{weight,bias,running_mean,running_var,num_batches_tracked}
            top.{weight,bias} -> fc.{weight,bias}
            """);

    static final Dialect RESNET_DETECTRON = new Dialect("ResNet of Detectron2", Layout.ROWS, """
            stem.conv.weight -> backbone.bottom_up.stem.conv1.weight
            stem.norm.{weight,bias,mean,variance} -> backbone.bottom_up.stem.conv1.norm.{weight,bias,running_mean,running_var}
            stage.{s}.block.{b}.shortcut.conv.weight -> backbone.bottom_up.res{s+2}.{b}.shortcut.weight
            stage.{s}.block.{b}.shortcut.norm.{weight,bias,mean,variance} -> backbone.bottom_up.res{s+2}.{b}.shortcut.norm.{weight,bias,running_mean,running_var}
            stage.{s}.block.{b}.conv.{1,2,3}.weight -> backbone.bottom_up.res{s+2}.{b}.conv{1,2,3}.weight
            stage.{s}.block.{b}.norm.{1,2,3}.{weight,bias,mean,variance} -> backbone.bottom_up.res{s+2}.{b}.conv{1,2,3}.norm.{weight,bias,running_mean,running_var}
            top.{weight,bias} -> backbone.bottom_up.linear.{weight,bias}
            """);

    static final Dialect RESNET_TIMM = new Dialect("ResNet of timm, as a backbone", Layout.ROWS, """
            stem.conv.weight -> body.stem.conv.weight
            stem.norm.{weight,bias,mean,variance,tracked} -> body.stem.norm.{weight,bias,running_mean,running_var,num_batches_tracked}
            stage.{s}.block.{b}.shortcut.conv.weight -> body.stages.{s}.blocks.{b}.downsample.conv.weight
            stage.{s}.block.{b}.shortcut.norm.{weight,bias,mean,variance,tracked} -> body.stages.{s}.blocks.{b}.downsample.norm.{weight,bias,running_mean,running_var,num_batches_tracked}
            stage.{s}.block.{b}.conv.{1,2,3}.weight -> body.stages.{s}.blocks.{b}.conv{1,2,3}.weight
            stage.{s}.block.{b}.norm.{1,2,3}.{weight,bias,mean,variance,tracked} -> body.stages.{s}.blocks.{b}.norm{1,2,3}.{weight,bias,running_mean,running_var,num_batches_tracked}
            top.{weight,bias} -> head.fc.{weight,bias}
            """);

    static final Dialect RESNET_HF = new Dialect("ResNet of Hugging Face", Layout.ROWS, """
            stem.conv.weight -> resnet.embedder.embedder.convolution.weight
            stem.norm.{weight,bias,mean,variance,tracked} -> resnet.embedder.embedder.normalization.{weight,bias,running_mean,running_var,num_batches_tracked}
            stage.{s}.block.{b}.shortcut.conv.weight -> resnet.encoder.stages.{s}.layers.{b}.shortcut.convolution.weight
            stage.{s}.block.{b}.shortcut.norm.{weight,bias,mean,variance,tracked} -> resnet.encoder.stages.{s}.layers.{b}.shortcut.normalization.{weight,bias,running_mean,running_var,num_batches_tracked}
            stage.{s}.block.{b}.conv.{1,2,3}.weight -> resnet.encoder.stages.{s}.layers.{b}.layer.{0,1,2}.convolution.weight
            stage.{s}.block.{b}.norm.{1,2,3}.{weight,bias,mean,variance,tracked} -> resnet.encoder.stages.{s}.layers.{b}.layer.{0,1,2}.normalization.{weight,bias,running_mean,running_var,num_batches_tracked}
            top.{weight,bias} -> classifier.1.{weight,bias}
            """);

    static final Dialect RESNET_KERAS = new Dialect("ResNet of Keras", Layout.COLUMNS, """
            stem.conv.{weight,bias} -> conv1_conv/{kernel,bias}
            stem.norm.{weight,bias,mean,variance} -> conv1_bn/{gamma,beta,moving_mean,moving_variance}
            stage.{s}.block.{b}.conv.{1,2,3}.{weight,bias} -> conv{s+2}_block{b+1}_{1,2,3}_conv/{kernel,bias}
            stage.{s}.block.{b}.norm.{1,2,3}.{weight,bias,mean,variance} -> conv{s+2}_block{b+1}_{1,2,3}_bn/{gamma,beta,moving_mean,moving_variance}
            stage.{s}.block.{b}.shortcut.conv.{weight,bias} -> conv{s+2}_block{b+1}_0_conv/{kernel,bias}
            stage.{s}.block.{b}.shortcut.norm.{weight,bias,mean,variance} -> conv{s+2}_block{b+1}_0_bn/{gamma,beta,moving_mean,moving_variance}
            top.{weight,bias} -> predictions/{kernel,bias}
            """);

    static final Dialect RESNET_SLIM = new Dialect("ResNet of TF-slim", Layout.COLUMNS, Dialect.Home.SAVER, """
            step -> global_step
            stage.{s}.block.{b}.conv.{1,2,3}.weight -> resnet_v1_50/block{s+1}/unit_{b+1}/bottleneck_v1/conv{1,2,3}/weights
            stage.{s}.block.{b}.norm.{1,2,3}.{bias,weight,mean,variance} -> resnet_v1_50/block{s+1}/unit_{b+1}/bottleneck_v1/conv{1,2,3}/BatchNorm/{beta,gamma,moving_mean,moving_variance}
            stage.{s}.block.{b}.shortcut.conv.weight -> resnet_v1_50/block{s+1}/unit_{b+1}/bottleneck_v1/shortcut/weights
            stage.{s}.block.{b}.shortcut.norm.{bias,weight,mean,variance} -> resnet_v1_50/block{s+1}/unit_{b+1}/bottleneck_v1/shortcut/BatchNorm/{beta,gamma,moving_mean,moving_variance}
            stem.conv.weight -> resnet_v1_50/conv1/weights
            stem.norm.{bias,weight,mean,variance} -> resnet_v1_50/conv1/BatchNorm/{beta,gamma,moving_mean,moving_variance}
            top.{bias,weight} -> resnet_v1_50/logits/{biases,weights}
            """);

    static final Dialect RESNET_FLAX = new Dialect("ResNet of Flax", Layout.COLUMNS, """
            stage.{s}.block.{b}.norm.{1,2,3}.{bias,weight} -> params/BottleneckResNetBlock_{g}/BatchNorm_{0,1,2}/{bias,scale}
            stage.{s}.block.{b}.norm.{1,2,3}.{mean,variance} -> batch_stats/BottleneckResNetBlock_{g}/BatchNorm_{0,1,2}/{mean,var}
            stage.{s}.block.{b}.conv.{1,2,3}.weight -> params/BottleneckResNetBlock_{g}/Conv_{0,1,2}/kernel
            stage.{s}.block.{b}.shortcut.conv.weight -> params/BottleneckResNetBlock_{g}/conv_proj/kernel
            stage.{s}.block.{b}.shortcut.norm.{bias,weight} -> params/BottleneckResNetBlock_{g}/norm_proj/{bias,scale}
            stage.{s}.block.{b}.shortcut.norm.{mean,variance} -> batch_stats/BottleneckResNetBlock_{g}/norm_proj/{mean,var}
            top.{bias,weight} -> params/Dense_0/{bias,kernel}
            stem.norm.{bias,weight} -> params/bn_init/{bias,scale}
            stem.norm.{mean,variance} -> batch_stats/bn_init/{mean,var}
            stem.conv.weight -> params/conv_init/kernel
            """);

    static final Dialect VGG_TORCH = new Dialect("VGG of torchvision", Layout.ROWS, """
            conv.{0,1,2,3,4,5,6,7,8,9,10,11,12}.{weight,bias} -> features.{0,2,5,7,10,12,14,17,19,21,24,26,28}.{weight,bias}
            flat.{weight,bias} -> classifier.0.{weight,bias}
            dense.{2,3}.{weight,bias} -> classifier.{3,6}.{weight,bias}
            """);

    static final Dialect VGG_KERAS = new Dialect("VGG of Keras", Layout.COLUMNS, """
            conv.{0,1}.{weight,bias} -> block1_conv{1,2}/{kernel,bias}
            conv.{2,3}.{weight,bias} -> block2_conv{1,2}/{kernel,bias}
            conv.{4,5,6}.{weight,bias} -> block3_conv{1,2,3}/{kernel,bias}
            conv.{7,8,9}.{weight,bias} -> block4_conv{1,2,3}/{kernel,bias}
            conv.{10,11,12}.{weight,bias} -> block5_conv{1,2,3}/{kernel,bias}
            flat.{weight,bias} -> fc1/{kernel,bias} : CHANNELS_LAST
            dense.{2,3}.{weight,bias} -> {fc2,predictions}/{kernel,bias}
            """);

    static final Dialect VGG_SLIM = new Dialect("VGG of TF-slim", Layout.COLUMNS, Dialect.Home.SAVER, """
            conv.{0,1}.{bias,weight} -> vgg_16/conv1/conv1_{1,2}/{biases,weights}
            conv.{2,3}.{bias,weight} -> vgg_16/conv2/conv2_{1,2}/{biases,weights}
            conv.{4,5,6}.{bias,weight} -> vgg_16/conv3/conv3_{1,2,3}/{biases,weights}
            conv.{7,8,9}.{bias,weight} -> vgg_16/conv4/conv4_{1,2,3}/{biases,weights}
            conv.{10,11,12}.{bias,weight} -> vgg_16/conv5/conv5_{1,2,3}/{biases,weights}
            """);

    static final Dialect LENET_TORCH = new Dialect("LeNet in PyTorch", Layout.ROWS, """
            conv.{0,1}.{weight,bias} -> conv{1,2}.{weight,bias}
            dense.{0,1,3}.{weight,bias} -> fc{1,2,3}.{weight,bias}
            """);

    static final Dialect LENET_KERAS = new Dialect("LeNet in Keras", Layout.COLUMNS, """
            conv.{0,1}.{weight,bias} -> {conv2d,conv2d_1}/{kernel,bias}
            dense.{0,1,3}.{weight,bias} -> {dense,dense_1,dense_2}/{kernel,bias}
            """);

    static final Dialect MLP_KERAS = new Dialect("MLP in Keras", Layout.COLUMNS, """
            dense.{0,1,2,3}.{weight,bias} -> {dense,dense_1,dense_2,dense_3}/{kernel,bias}
            """);

    static final Dialect MLP_NAMED = new Dialect("MLP with names", Layout.ROWS, """
            dense.{0,1,2,3}.{weight,bias} -> fc{1,2,3,4}.{weight,bias}
            """);

    static final Dialect MLP_SEQUENCE = new Dialect("MLP as nn.Sequential", Layout.ROWS, """
            dense.{0,1,2,3}.{weight,bias} -> layers.{0,2,4,6}.{weight,bias}
            """);

    private Convolutions() {}
}
