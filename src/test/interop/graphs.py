"""The programs of the TensorFlow 1 example scripts: what each of them was (old_*) and what it is now (new_*).

Every function builds its variables in the default graph and returns the Saver that the program would use. What goes into the
graph and what comes out of it are its `ends`, which are no part of what is saved of a graph.
"""

import tensorflow as tf

tf1 = tf.compat.v1


def _ends(x, y):
    tf1.get_default_graph().ends = x, y


def _dense(x, units, scope, kernel="weights", bias="biases"):
    with tf1.variable_scope(scope):
        w = tf1.get_variable(kernel, [x.shape[-1], units])
        b = tf1.get_variable(bias, [units], initializer=tf1.zeros_initializer())
        return x @ w + b


# ---- S4: a variable that the checkpoint lacks, or calls `bias`

def _alexnet_v2(bias_of_conv1):
    """slim's alexnet_v2 with its names; every layer has fewer channels than the real one."""
    def conv(x, size, channels, scope, padding="SAME", stride=1, bias="biases"):
        with tf1.variable_scope(scope):
            w = tf1.get_variable("weights", [size, size, x.shape[-1], channels])
            x = tf.nn.conv2d(x, w, stride, padding)
            if bias:
                x += tf1.get_variable(bias, [channels], initializer=tf1.zeros_initializer())
            return tf.nn.relu(x)

    images = x = tf1.placeholder(tf.float32, [None, 224, 224, 3], name="images")
    with tf1.variable_scope("alexnet_v2"):
        x = conv(x, 11, 8, "conv1", "VALID", 4, bias_of_conv1)
        x = tf.nn.max_pool2d(x, 3, 2, "VALID")
        x = conv(x, 5, 12, "conv2")
        x = tf.nn.max_pool2d(x, 3, 2, "VALID")
        x = conv(x, 3, 16, "conv3")
        x = conv(x, 3, 16, "conv4")
        x = conv(x, 3, 12, "conv5")
        x = tf.nn.max_pool2d(x, 3, 2, "VALID")
        x = conv(x, 5, 24, "fc6", "VALID")
        x = conv(x, 1, 24, "fc7")
        x = conv(x, 1, 10, "fc8")
    _ends(images, x)
    tf1.train.get_or_create_global_step()
    return tf1.train.Saver()


def old_s4_bias():
    return _alexnet_v2("bias")


def old_s4_no_biases():
    return _alexnet_v2(None)


def new_s4():
    return _alexnet_v2("biases")


# ---- S5: scopes that became part of the names

def _two_layers(first, second):
    x = tf1.placeholder(tf.float32, [None, 32], name="x")
    with tf1.variable_scope("", auxiliary_name_scope=False):
        w1 = tf1.Variable(tf.zeros([32, 16]), name=first)
        w2 = tf1.Variable(tf.zeros([16, 4]), name=second)
    y = tf.nn.relu(x @ w1) @ w2
    _ends(x, y)
    loss = tf.reduce_mean(tf.square(y))
    tf1.train.AdamOptimizer().minimize(loss, global_step=tf1.train.get_or_create_global_step())
    return tf1.train.Saver()


def old_s5():
    return _two_layers("weights", "weights")  # The second one becomes weights_1.


def new_s5():
    return _two_layers("layer1/weights", "layer2/weights")


# ---- S9: a renamed scope, of a model of which a part is not restored

def _encoder(scope, trainable_backbone):
    start = x = tf1.placeholder(tf.float32, [None, 24], name="x")
    with tf1.variable_scope(scope):
        x = _dense(x, 16, "embed", "kernel", "bias")
        x = _dense(x, 16, "project", "kernel", "bias")
    with tf1.variable_scope("backbone"):
        for block in range(3):
            x = tf.nn.relu(_dense(x, 16, "block_%d" % block, "kernel", "bias"))
    y = _dense(x, 4, "head", "kernel", "bias")
    _ends(start, y)
    trained = [v for v in tf1.trainable_variables() if trainable_backbone or not v.op.name.startswith("backbone/")]
    step = tf1.train.get_or_create_global_step()
    tf1.train.AdamOptimizer().minimize(tf.reduce_mean(tf.square(y)), global_step=step, var_list=trained)
    return trained


def old_s9():
    _encoder("init", trainable_backbone=True)
    return tf1.train.Saver()


def new_s9():
    # The backbone comes from elsewhere, the optimizer starts afresh: this Saver restores the input and the head.
    return tf1.train.Saver(_encoder("input", trainable_backbone=False))


# ---- A training checkpoint, of which inference needs the weights

def _generator_and_discriminator(train):
    noise = tf1.placeholder(tf.float32, [None, 8], name="noise")
    with tf1.variable_scope("generator"):
        image = tf.nn.tanh(_dense(tf.nn.relu(_dense(noise, 32, "fc1")), 48, "fc2"))
    with tf1.variable_scope("discriminator"):
        verdict = _dense(tf.nn.relu(_dense(image, 24, "fc1")), 1, "fc2")
    _ends(noise, (image, verdict))
    step = tf1.train.get_or_create_global_step()
    if train:
        tf1.train.AdamOptimizer(2e-4, beta1=0.5).minimize(
            -tf.reduce_mean(verdict), step, var_list=tf1.trainable_variables("generator"))
        tf1.train.MomentumOptimizer(1e-3, 0.9).minimize(
            tf.reduce_mean(verdict), var_list=tf1.trainable_variables("discriminator"))
    return tf1.train.Saver()


def old_strip_optimizer():
    return _generator_and_discriminator(train=True)


def new_strip_optimizer():
    return _generator_and_discriminator(train=False)
